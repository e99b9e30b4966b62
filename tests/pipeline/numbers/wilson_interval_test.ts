import assert from "node:assert/strict";
import { wilsonInterval } from "../../../pipeline/numbers/wilson_interval.ts";

// Expected: statsmodels' proportion_confint(…, method="wilson").
const CASES = [
  { right: 5, count: 10, low: 0.2366, high: 0.7634 },
  { right: 0, count: 20, low: 0, high: 0.1611 },
  { right: 20, count: 20, low: 0.8389, high: 1 },
  { right: 70, count: 100, low: 0.6042, high: 0.7811 },
];

for (const { right, count, low, high } of CASES) {
  Deno.test(`wilsonInterval() of ${right} of ${count}`, () => {
    const interval = wilsonInterval(right / count, count);
    assert.ok(Math.abs(interval.low - low) < 1e-4, String(interval.low));
    assert.ok(Math.abs(interval.high - high) < 1e-4, String(interval.high));
  });
}

Deno.test("wilsonInterval() lies within 0 and 1, whatever is rounded", () => {
  for (let count = 1; count <= 1000; count++) {
    assert.ok(wilsonInterval(0, count).low >= 0 && wilsonInterval(1, count).high <= 1);
  }
});
