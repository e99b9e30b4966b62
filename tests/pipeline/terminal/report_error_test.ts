import assert from "node:assert/strict";
import { EXPECTED_ERRORS, reportError } from "../../../pipeline/terminal/report_error.ts";
import { TensorFlowError } from "../../../runtime/ffi/library.ts";
import { readSource, sourceFiles } from "../../_sources.ts";

/** Error classes that a user can do nothing about. */
const BUGS = ["TensorFlowError", "WorkersStillRunningError"];

/** Error classes that a page shows, so that they never reach the command line. */
const OF_PAGES = ["BusyError", "UnreachableError"];

Deno.test("EXPECTED_ERRORS has every error class of the project", () => {
  const classes = sourceFiles().filter((path) => !path.startsWith("tests/")).flatMap((path) => {
    const declared = readSource(path).matchAll(/^(?:export )?class (\w+) extends \w*Error\b/gm);
    return Array.from(declared, ([, name = ""]) => name);
  });
  assert.deepEqual(classes.sort(), [...EXPECTED_ERRORS, ...BUGS, ...OF_PAGES].sort());
});

Deno.test("reportError() prints only the message of a refused argument", () => {
  const error = new RangeError("Cannot retry as 'attempts' must be positive: current value is 0");
  assert.deepEqual(reportError(error, false), { text: `error: ${error.message}`, bug: false });
});

Deno.test("reportError() explains the operating system's errors", () => {
  const error = new Deno.errors.PermissionDenied("Permission denied (os error 13): open '/x'");
  const { text, bug } = reportError(Object.assign(error, { code: "EACCES" }), false);
  assert.equal(bug, false);
  assert.match(text, /^error: Cannot open '\/x' as this user must have the right to/);
});

Deno.test("reportError() names what to lower if TensorFlow has no memory", () => {
  const exhausted = new TensorFlowError("Cannot run op Conv3D: out of memory for float32[8]", 8);
  const { text, bug } = reportError(exhausted, false);
  assert.equal(bug, false);
  assert.match(text, /float32\[8\]\. Lower what is computed at once: .*schedule\.accumulate/);
  assert.ok(reportError(new TensorFlowError("Cannot run op Conv3D: wrong shape", 3), false).bug);
});

Deno.test("reportError() points to deno task if a permission is missing", () => {
  const error = new Deno.errors.NotCapable('Requires read access to "x"');
  const { text, bug } = reportError(error, false);
  assert.equal(bug, false);
  assert.equal(
    text,
    'error: Requires read access to "x". Run the command through deno task, which grants the ' +
      "permissions it needs.",
  );
});

Deno.test("reportError() names a file of the system that may not be used", () => {
  const message = 'Requires all access to "/dev/full", run again with the --allow-all flag';
  const { text, bug } = reportError(new Deno.errors.NotCapable(message), false);
  assert.equal(bug, false);
  assert.match(text, /^error: Cannot use \/dev\/full as it must be an ordinary file or folder/);
});

for (const error of [new TypeError("Cannot read properties of undefined"), "text", new Error()]) {
  Deno.test(`reportError() calls everything else a bug: ${String(error)}`, () => {
    const { text, bug } = reportError(error, false);
    assert.ok(bug && text.startsWith("error: ") && text.includes("This is a bug"), text);
    assert.ok(!/^\s+at /m.test(text), text);
  });
}

Deno.test("reportError() shows stack and cause for debugging", () => {
  const error = new Error("upper", { cause: new Error("deeper") });
  const { text } = reportError(error, true);
  for (const part of ["upper", "deeper", "report_error_test.ts"]) {
    assert.ok(text.includes(part), text);
  }
});

Deno.test("reportError() reports the first of errors that came together", () => {
  const first = new Error("Cannot write a.txt as the disk must have room: it is full");
  const second = new Error("Cannot remove a.txt as it must exist: it does not");
  const together = [
    new SuppressedError(second, first),
    new SuppressedError(second, new SuppressedError(second, first)),
    new AggregateError([first, second]),
    new SuppressedError(second, new AggregateError([first, second])),
  ];
  for (const error of together) {
    assert.deepEqual(reportError(error, false), { text: `error: ${first.message}`, bug: false });
  }
});
