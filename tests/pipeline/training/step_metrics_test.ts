import assert from "node:assert/strict";
import { type MeasuredStep, stepMetrics } from "../../../pipeline/training/step_metrics.ts";

const LOSS_TERMS = {
  supervisedPrimary: 1,
  supervisedAuxiliary: 0,
  pseudoPrimary: 0.5,
  pseudoAuxiliary: 0,
  contrast: 0,
  total: 1.5,
};

/** The fifth step, on two unlabeled clips. */
const STEP: MeasuredStep = {
  step: 4,
  batch: { hiddenLabels: Int32Array.of(0, 1) },
  schedule: { learningRate: { primary: 0.1 }, weights: { pseudoLabel: 1, contrast: 0 } },
  result: { loss: 1.5, lossTerms: LOSS_TERMS },
  gradientNorm: { primary: 3 },
};

/** Pseudo-labels of the two clips, of which so many pass. */
function judged(passed: number) {
  return {
    labels: Int32Array.of(0, 0),
    confidence: Float32Array.of(0.5, 0.5),
    mask: Float32Array.of(...[0, 1].map((clip) => Number(clip < passed))),
  };
}

Deno.test("stepMetrics() counts the steps done and keeps the losses that the step has", () => {
  const metrics = stepMetrics(STEP, ["supervisedPrimary", "pseudoPrimary"]);
  assert.deepEqual([metrics.step, metrics.loss], [5, 1.5]);
  assert.deepEqual(metrics.lossTerms, { supervisedPrimary: 1, pseudoPrimary: 0.5 });
  assert.equal(metrics.gate, undefined);
});

Deno.test("stepMetrics() measures the pseudo-labels by the network that learns from them", () => {
  const withGate = (gate: NonNullable<MeasuredStep["result"]["gate"]>) =>
    stepMetrics({ ...STEP, result: { ...STEP.result, gate } }, []);
  const alone = withGate({ pseudo: { primary: judged(1) } });
  assert.deepEqual([alone.gate?.primary.maskRate, alone.gate?.auxiliary], [0.5, undefined]);
  const pair = withGate({ pseudo: { primary: judged(2), auxiliary: judged(0) }, agreement: 0.25 });
  assert.deepEqual([pair.gate?.primary.maskRate, pair.gate?.auxiliary?.maskRate], [1, 0]);
  assert.deepEqual([pair.gate?.primary.judged, pair.gate?.primary.right], [2, 1]);
  assert.equal(pair.agreement, 0.25);
});
