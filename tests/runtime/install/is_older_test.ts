import assert from "node:assert/strict";
import { isOlder } from "../../../runtime/install/is_older.ts";

Deno.test.each(
  [
    ["2.17", "2.27", true],
    ["1.90", "2.27", true],
    ["2.27", "2.27", false],
    ["2.36", "2.27", false],
    ["10.0", "9.3", false],
    ["9.2.9", "9.3", true],
    ["9.3.0", "9.3", false],
    ["9", "9.0.1", true],
    ["2.9.6+0123abc", "2.9", false],
  ] as const,
)("isOlder(%j, %j) is %j", (version, than, expected) => {
  assert.equal(isOlder(version, than), expected);
});
