import assert from "node:assert/strict";
import { shortenText, textWidth } from "../../../pipeline/pictures/text_width.ts";

Deno.test("textWidth() counts what a reader sees, wide characters as wide", () => {
  assert.equal(textWidth("", 10), 0);
  assert.equal(textWidth("abc", 10), 19.2);
  assert.ok(textWidth("ill", 10) < textWidth("abc", 10));
  assert.ok(textWidth("MWM", 10) > textWidth("abc", 10));
  assert.equal(textWidth("日本語", 10), 30);
  assert.equal(textWidth("e\u0301", 10), textWidth("e", 10));
  assert.equal(textWidth("👍🏽", 10), 10);
});

Deno.test("shortenText() cuts only what is too long, between characters", () => {
  assert.equal(shortenText("abcdef", 6), "abcdef");
  assert.equal(shortenText("abcdefg", 6), "abcd…");
  assert.equal(shortenText("abcd efgh", 6), "abcd…");
  assert.equal(shortenText("aaae\u0301a", 4), "aa…");
  assert.ok(textWidth(shortenText("日".repeat(40), 32), 1) <= textWidth("a".repeat(32), 1));
});
