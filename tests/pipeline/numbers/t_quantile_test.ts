import assert from "node:assert/strict";
import { tQuantile } from "../../../pipeline/numbers/t_quantile.ts";

// Expected: scipy.stats.t.ppf(0.975, freedom).
const CASES = [
  [1, 12.7062],
  [2, 4.3027],
  [3, 3.1824],
  [5, 2.5706],
  [10, 2.2281],
  [166, 1.9744],
  [3000, 1.9608],
  [10_000, 1.9602],
] as const;

Deno.test.each(CASES)("tQuantile($0) is $1", (freedom, expected) => {
  const found = tQuantile(freedom);
  assert.ok(Math.abs(found - expected) < 1e-4, String(found));
});
