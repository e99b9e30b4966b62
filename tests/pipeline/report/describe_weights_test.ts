import assert from "node:assert/strict";
import { describeWeights } from "../../../pipeline/report/describe_weights.ts";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";

const validation = (step: number, top1: number) => ({
  kind: "validation",
  step,
  scores: { primary: { top1: 1 - top1 }, both: { top1 } },
} as unknown as MetricsLine);

const METRICS = [
  validation(10, 0.5),
  validation(20, 0.75),
  validation(30, 0.75),
  validation(40, 0),
];
const WEIGHTS = { taken: 40, emaDecay: undefined, metrics: METRICS };

Deno.test("describeWeights() says whether they are the best or the last", () => {
  assert.equal(
    describeWeights({ ...WEIGHTS, steps: 30 }),
    "Scores of the weights after step 30 of 40, the best on the validation videos (top-1 75.0 %).",
  );
  assert.equal(
    describeWeights({ ...WEIGHTS, steps: 40 }),
    "Scores of the weights after step 40 of 40, the last.",
  );
  assert.equal(
    describeWeights({ ...WEIGHTS, metrics: [], steps: 20 }),
    "Scores of the weights after step 20 of 40.",
  );
});

Deno.test("describeWeights() says whether they are averages, and nothing where it is not known", () => {
  assert.equal(
    describeWeights({ ...WEIGHTS, metrics: [], steps: 40, emaDecay: 0.99 }),
    "Scores of the weights after step 40 of 40, the last, as moving averages " +
      "(optimizer.emaDecay=0.99).",
  );
  assert.equal(describeWeights({ ...WEIGHTS, steps: undefined }), undefined);
});
