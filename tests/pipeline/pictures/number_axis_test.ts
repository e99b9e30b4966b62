import assert from "node:assert/strict";
import * as fc from "fast-check";
import { numberAxis } from "../../../pipeline/pictures/number_axis.ts";

const PERCENT = { title: "%", min: 0, max: 100 };

const CASES: readonly (readonly [values: readonly number[], texts: readonly string[]])[] = [
  [[17, 19], ["16", "17", "18", "19", "20"]],
  [[0, 100], ["0", "20", "40", "60", "80", "100"]],
  [[50], ["49.4", "49.6", "49.8", "50.0", "50.2", "50.4", "50.6"]],
  [[100], ["99.5", "99.6", "99.7", "99.8", "99.9", "100.0"]],
];

for (const [values, texts] of CASES) {
  Deno.test(`numberAxis() of ${values} has round numbers around them`, () => {
    assert.deepEqual(numberAxis(values, PERCENT).ticks.map(({ text }) => text), texts);
  });
}

Deno.test("numberAxis() encloses all values, rises evenly and keeps to its limits", () => {
  const shares = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(shares, (values) => {
    const { ticks, share } = numberAxis(values, PERCENT);
    const first = ticks[0]!.value;
    const last = ticks.at(-1)!.value;
    assert.ok(ticks.length >= 2 && first >= 0 && last <= 100, `${first} to ${last}`);
    assert.ok(values.every((value) => share(value) >= 0 && share(value) <= 1));
    assert.deepEqual([share(first), share(last)], [0, 1]);
    assert.equal(new Set(ticks.map(({ text }) => text)).size, ticks.length);
    for (const { text, value } of ticks) assert.ok(Math.abs(Number(text) - value) < 1e-6, text);
  }));
});
