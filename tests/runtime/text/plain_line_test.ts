import assert from "node:assert/strict";
import { plainLine } from "../../../runtime/text/plain_line.ts";

Deno.test.each(
  [
    ["two\nlines", "two\\nlines"],
    ["two\r\nlines", "two\\u000d\\nlines"],
    ["\u001b[31mred", "\\u001b[31mred"],
    ["a\ttab, é, 走る", "a\ttab, é, 走る"],
  ] as const,
)("plainLine() of %j is %j", (text, expected) => {
  assert.equal(plainLine(text), expected);
});
