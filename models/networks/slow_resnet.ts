import { globalAveragePool } from "../../runtime/ops/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { residualBlock, stem } from "./_residual_block.ts";
import { blockSpecs, layersOf, layerSpecs, runningSpecs } from "./_residual_plan.ts";
import { modelOf } from "./_model_of.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import { linearSpecs, type ParameterSpec } from "./parameter_spec.ts";
import {
  planSlowResNet,
  type SlowResNetConfig,
  type SlowResNetPlan,
} from "./slow_resnet_config.ts";

/**
 * Creates the Slow-only 3D ResNet: the slow pathway of SlowFast alone, without temporal strides
 * (pytorchvideo's `create_resnet`, with its parameter names). The head averages over all frames and
 * pixels, so that clips may have any length and size.
 *
 * @throws {RangeError} If the lists for the stages differ in length or a kernel is even.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_CONFIGS, slowResNet } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = slowResNet({ ...NAMED_CONFIGS.slow_r18, width: 4, classes: 5 });
 * const clips = tf.zeros<tf.Rank.R5>([1, 4, 32, 32, 3]);
 * const { logits } = model.forward({ ...model.initialize(1), clips, training: false });
 * assert.deepEqual(logits.shape, [1, 5]);
 * ```
 */
export function slowResNet(config: SlowResNetConfig, name: string = config.kind): Model {
  const plan = planSlowResNet(config);
  return modelOf({
    name,
    config,
    parameters: parameterSpecs(plan, config),
    statistics: runningSpecs([plan.stem, ...layersOf(plan.stages.flat())]),
    forward: (input) => forward(input, plan, config),
  });
}

function parameterSpecs(plan: SlowResNetPlan, config: SlowResNetConfig): ParameterSpec[] {
  return [
    ...layerSpecs(plan.stem),
    ...blockSpecs(plan.stages.flat(), 0),
    ...linearSpecs(plan.head, [plan.features, config.classes], 0.01),
  ];
}

function forward(
  input: ForwardInput,
  plan: SlowResNetPlan,
  config: SlowResNetConfig,
): ForwardOutput {
  const pass = new ForwardPass(input);
  let x = stem(pass, input.clips, plan.stem, config.stemPool);
  const outputs = plan.stages.map((blocks) => {
    for (const block of blocks) x = residualBlock(pass, x, block);
    return x;
  });
  pass.readStages(outputs);
  const pooled = globalAveragePool(pass.readFeatures(x));
  pass.readPooled(() => pooled);
  const features = pass.drop(pooled, { rate: config.dropout, index: 0 });
  const logits = pass.linear(features, plan.head);
  return { logits, features, statistics: pass.statistics };
}
