import assert from "node:assert/strict";
import type { Outcome } from "./_command_line.ts";

/** Requires exit code 1 and one error message that a user can act on. */
export function requireRefusal({ code, stdout, stderr }: Outcome, message: RegExp): void {
  assert.deepEqual([code, stdout], [1, ""], stderr);
  const errors = stderr.trimEnd().split("\n").filter((line) => line.startsWith("error: "));
  assert.equal(errors.length, 1, stderr);
  assert.match(errors[0]!, message);
  assert.ok(!/^\s+at |This is a bug/m.test(stderr), stderr);
}
