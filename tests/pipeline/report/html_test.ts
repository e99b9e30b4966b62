import assert from "node:assert/strict";
import fc from "fast-check";
import { Html, markup } from "../../../pipeline/report/html.ts";

Deno.test("markup() escapes texts, keeps HTML, joins lists and omits undefined", () => {
  const items = ["<a>", "&"].map((text) => markup`<li>${text}</li>`);
  assert.equal(
    markup`<ul title="${'"'}">${items}${undefined}${3}${new Html("<hr>")}</ul>`.text,
    '<ul title="&quot;"><li>&lt;a&gt;</li><li>&amp;</li>3<hr></ul>',
  );
});

Deno.test("Law: no text becomes an element or ends an attribute", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const { text: written } = markup`<p title="${text}">${text}</p>`;
    assert.equal(written.split("<").length, 3);
    assert.equal(written.split('"').length, 3);
  }));
});
