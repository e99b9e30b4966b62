import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { hostValues, noiseStep, startEma, tinyNetworks } from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { compilePhases } from "../../../pipeline/training/compile_phases.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { disposeTree } from "../../../runtime/mod.ts";

/** The weight of the classifier and its average after a step of each phase. */
async function afterSteps() {
  const { config } = await loadConfig("motion_small", [
    { path: "method.name", value: "svformer" },
    { path: "method.supervisedShare", value: 0.5 },
    { path: "optimizer.emaDecay", value: 0.9 },
  ]);
  const networks = { primary: tinyNetworks().auxiliary };
  const optimizers = createOptimizers(networks, config.optimizer);
  const order = { labeled: [], unlabeled: [], labeledPerBatch: 1, ratio: 2, seed: 0 };
  const method = METHODS.svformer;
  const phases = planPhases(config, { method, networks, order, totalSteps: 2 });
  using compiled = compilePhases({ config, phases, optimizers, precision: "float32" });
  const { state: initial, batch, schedule } = noiseStep(networks);
  const { pseudoLabel, contrast } = schedule.weights;
  const weights = { pseudoLabel: pseudoLabel!, mix: contrast! };
  const { weak: _weak, strong: _strong, ...labels } = batch;
  let state: typeof initial = { primary: startEma(initial.primary) };
  const pairs: (readonly [weight: unknown, average: unknown])[] = [];
  for (const [index, { compute }] of compiled.phases.entries()) {
    const step = { state, batch: index === 0 ? labels : batch, schedule: { ...schedule, weights } };
    const { state: next, ...metrics } = await compute(step);
    const { parameters, ema } = hostValues(next.primary);
    pairs.push([parameters["head.weight"], ema!["head.weight"]]);
    disposeTree(state);
    disposeTree(metrics);
    state = next;
  }
  disposeTree(state);
  disposeTree({ batch, schedule });
  return pairs;
}

Deno.test("compilePhases() copies the weights until there are unlabeled clips, then averages", async () => {
  const [labels, all] = await afterSteps();
  assert.deepEqual(labels![0], labels![1]);
  assert.notDeepEqual(all![0], all![1]);
});
