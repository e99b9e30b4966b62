import assert from "node:assert/strict";
import * as fc from "fast-check";
import { axisTicks } from "../../../pipeline/pictures/axis_ticks.ts";

const PERCENT = { min: 0, max: 100 };

const CASES: readonly (readonly [values: readonly number[], ticks: readonly number[]])[] = [
  [[17, 19], [16.5, 17, 17.5, 18, 18.5, 19, 19.5]],
  [[12, 80], [0, 20, 40, 60, 80, 100]],
  [[50], [49.5, 50, 50.5]],
  [[0], [0, 0.5]],
  [[100], [99.5, 100]],
];

for (const [values, ticks] of CASES) {
  Deno.test(`axisTicks() of ${values} are round numbers around them`, () => {
    assert.deepEqual(axisTicks(values, PERCENT).ticks, ticks);
  });
}

Deno.test("axisTicks() says how many decimals tell its ticks apart", () => {
  assert.equal(axisTicks([17, 19], PERCENT).decimals, 1);
  assert.equal(axisTicks([12, 80], PERCENT).decimals, 0);
});

Deno.test("axisTicks() encloses all values, rises evenly and keeps to its limits", () => {
  const shares = fc.array(fc.double({ ...PERCENT, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(shares, (values) => {
    const { ticks, decimals } = axisTicks(values, PERCENT);
    const last = ticks.at(-1)!;
    assert.ok(ticks.length >= 2 && ticks[0]! >= 0 && last <= 100, `${ticks}`);
    assert.ok(ticks[0]! <= Math.min(...values) && last >= Math.max(...values), `${ticks}`);
    const texts = ticks.map((tick) => tick.toFixed(decimals));
    assert.equal(new Set(texts).size, ticks.length);
    assert.deepEqual(texts.map(Number), ticks.map((tick) => Number(tick.toFixed(6))));
  }));
});
