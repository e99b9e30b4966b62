import assert from "node:assert/strict";
import { readMarkedSection, replaceMarkedSection } from "../../bench/_marked_section.ts";

const PAGE = "before\n\n<!-- speed table -->\n\nold\n\n<!-- /speed table -->\n\nafter\n";

Deno.test("readMarkedSection() reads what is between the markers", () => {
  assert.equal(readMarkedSection(PAGE, "speed table"), "old");
  assert.equal(readMarkedSection(PAGE, "speed"), undefined);
});

Deno.test("replaceMarkedSection() changes only what is between the markers", () => {
  const replaced = replaceMarkedSection(PAGE, "speed table", "new\nlines");
  assert.equal(replaced, PAGE.replace("old", "new\nlines"));
  assert.equal(replaceMarkedSection(replaced, "speed table", "old"), PAGE);
});

Deno.test("replaceMarkedSection() leaves a page without the markers as it is", () => {
  assert.equal(replaceMarkedSection("text", "speed table", "new"), "text");
});

Deno.test("readMarkedSection() refuses a section without an end", () =>
  assert.throws(
    () => readMarkedSection("<!-- speed table -->\n", "speed table"),
    /its end must be marked by <!-- \/speed table -->/,
  ));
