import assert from "node:assert/strict";
import { textWidth } from "../../../pipeline/terminal/text_width.ts";

Deno.test("textWidth() counts columns of a terminal, not letters", () => {
  assert.equal(textWidth("run 10 %"), 8);
  assert.equal(textWidth("sit\u{1F600}"), 5);
  assert.equal(textWidth("跑步"), 4);
  assert.equal(textWidth("ジャンプ"), 8);
  assert.equal(textWidth("e\u0301te\u0301"), 3);
  assert.equal(textWidth("½×²"), 3);
});
