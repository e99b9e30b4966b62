import assert from "node:assert/strict";
import { confidenceBars } from "../../../../../pipeline/dashboard/page/charts/confidence_bars.ts";
import { seriesOf } from "../_fixtures.ts";

Deno.test("confidenceBars() counts the clips of the last tenth of the buckets", () => {
  const { steps } = seriesOf(20);
  const old = Array.from({ length: 18 }, () => [100, 0]);
  const histogram = confidenceBars(
    { steps, confidence: { primary: [...old, [1, 2], [0, 1]] } },
    "primary",
  );
  assert.deepEqual(histogram, {
    clips: 4,
    firstStep: 19,
    lastStep: 20,
    bars: [{ from: 0, to: 0.5, share: 0.25 }, { from: 0.5, to: 1, share: 0.75 }],
  });
});

Deno.test("confidenceBars() has none without pseudo-labels", () => {
  const { steps } = seriesOf(2);
  assert.equal(confidenceBars({ steps, confidence: {} }, "primary"), null);
  assert.equal(confidenceBars({ steps, confidence: { primary: [[], []] } }, "primary"), null);
});
