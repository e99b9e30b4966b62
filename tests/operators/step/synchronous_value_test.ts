import assert from "node:assert/strict";
import { delay, EMPTY, finalize, NEVER, of, throwError } from "rxjs";
import { synchronousValue } from "../../../operators/step/_synchronous_value.ts";

Deno.test("synchronousValue() returns the one value, also if it is undefined", () => {
  assert.equal(synchronousValue(of(7), "a test"), 7);
  assert.equal(synchronousValue(of(undefined), "a test"), undefined);
});

Deno.test("synchronousValue() throws an error of the source as it is", () => {
  const error = new Error("broken");
  assert.throws(() => synchronousValue(throwError(() => error), "a test"), error);
});

Deno.test("synchronousValue() refuses a source that emits nothing, twice or later", () => {
  const refused = [
    [EMPTY, "Cannot run a test as it must emit one value for each input: current value is 0"],
    [of(1, 2), "Cannot run a test as it must emit one value for each input: current value is 2"],
    [of(1).pipe(delay(0)), /Cannot run a test as it must complete synchronously/],
  ] as const;
  for (const [source, message] of refused) {
    assert.throws(() => synchronousValue(source, "a test"), { name: "TypeError", message });
  }
});

Deno.test("synchronousValue() unsubscribes from a source that does not complete", () => {
  let finalized = 0;
  const endless = NEVER.pipe(finalize(() => finalized++));
  assert.throws(() => synchronousValue(endless, "a test"), TypeError);
  assert.equal(finalized, 1);
});
