import assert from "node:assert/strict";
import { plainText } from "../../../runtime/text/plain_text.ts";

Deno.test.each(
  [
    ["\u001b[31mred", "\\u001b[31mred"],
    ["a\rb\bc\u009b2J", "a\\u000db\\u0008c\\u009b2J"],
    ["gpj\u202e.exe", "gpj\\u202e.exe"],
    ["two\nlines\tand a tab, é, 走る", "two\nlines\tand a tab, é, 走る"],
  ] as const,
)("plainText() of %j is %j", (text, expected) => {
  assert.equal(plainText(text), expected);
});
