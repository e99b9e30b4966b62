import assert from "node:assert/strict";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import { runCosts } from "../../../pipeline/sweep/run_costs.ts";

const STEPS = Array.from({ length: 30 }, (_, index): MetricsLine => ({
  kind: "step",
  step: index + 1,
  // Labels alone take a second, the method's last three steps 4, 9 and 5.
  seconds: { device: [4, 9, 5][index - 27] ?? 1, data: 7 },
}));

const COSTS: MetricsLine = { kind: "costs", step: 30, seconds: 60, peakResidentBytes: 2 ** 30 };

Deno.test("runCosts() takes the step's time from the last tenth of the steps", () => {
  const total = { ...COSTS, seconds: 40 };
  assert.deepEqual(runCosts([...STEPS.slice(0, 5), total, ...STEPS.slice(5), COSTS]), {
    stepSeconds: 5,
    seconds: 60,
    peakBytes: 2 ** 30,
  });
});

Deno.test("runCosts() knows nothing of a run without steps or costs", () => {
  assert.equal(runCosts(STEPS), undefined);
  assert.equal(runCosts([COSTS]), undefined);
});
