import assert from "node:assert/strict";
import { timeLeft } from "../../../../../pipeline/dashboard/page/runs/time_left.ts";
import { seriesOf } from "../_fixtures.ts";

function seriesWith(columns: Readonly<Record<string, readonly (number | null)[]>>) {
  const to = Array.from({ length: 20 }, (_, index) => index + 1);
  const entries = Object.entries(columns).map((
    [name, mean],
  ) => [name, { mean, min: mean, max: mean }]);
  return { steps: { from: to, to, columns: Object.fromEntries(entries) }, lastStep: 20 };
}

Deno.test("timeLeft() takes the pace of the last steps, and passes over unknown parts", () => {
  const slowStart = Array.from({ length: 20 }, (_, index) => index < 10 ? 100 : 2);
  const data = Array.from({ length: 20 }, (_, index) => index === 19 ? null : 1);
  const series = seriesWith({ "seconds.device": slowStart, "seconds.data": data });
  assert.equal(timeLeft(series, 50), 150);
  assert.equal(timeLeft(series, -3), 0);
});

Deno.test("timeLeft() is unknown while the reader looks at earlier steps", () => {
  const data = Array.from({ length: 20 }, () => 1);
  assert.equal(timeLeft({ ...seriesWith({ "seconds.data": data }), lastStep: 30 }, 50), null);
});

Deno.test("timeLeft() is unknown before the first step", () => {
  assert.equal(timeLeft(seriesOf(0), 100), null);
  assert.equal(timeLeft(seriesWith({ loss: [1] }), 100), null);
});
