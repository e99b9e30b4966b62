import { tf } from "../../runtime/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { residualBlock, stem } from "./_residual_block.ts";
import { blockSpecs, layersOf, layerSpecs, runningSpecs } from "./_residual_plan.ts";
import { modelOf } from "./_model_of.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import { linearSpecs, type ParameterSpec } from "./parameter_spec.ts";
import { planTsm, type TsmConfig, type TsmPlan } from "./tsm_resnet_config.ts";

/** Factors of the learning rate of the classifier's parameters, as `fc_lr5` of the official code. */
const WEIGHT_RATE = 5;
const BIAS_RATE = 10;

/**
 * Creates the Temporal Shift Module on a 2D ResNet (mit-han-lab/temporal-shift-module, with its
 * parameter names): before the first convolution of each block, some channels come from the next
 * frame and some from the one before. The head averages each frame over its pixels and the logits
 * over the frames, so that clips may have any length and size.
 *
 * @throws {RangeError} If the lists for the stages differ in length, a kernel is even, or
 * `shiftDivisor` is below 2.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_CONFIGS, tsmResNet } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = tsmResNet({ ...NAMED_CONFIGS.tsm_r18, width: 8, classes: 5 });
 * const clips = tf.zeros<tf.Rank.R5>([1, 8, 32, 32, 3]);
 * const { logits } = model.forward({ ...model.initialize(1), clips, training: false });
 * assert.deepEqual(logits.shape, [1, 5]);
 * ```
 */
export function tsmResNet(config: TsmConfig, name: string = config.kind): Model {
  const plan = planTsm(config);
  return modelOf({
    name,
    config,
    parameters: parameterSpecs(plan, config),
    statistics: runningSpecs([plan.stem, ...layersOf(plan.stages.flat())]),
    forward: (input) => forward(input, plan, config),
  });
}

function parameterSpecs(plan: TsmPlan, { classes }: TsmConfig): ParameterSpec[] {
  const [weight, bias] = linearSpecs(plan.head, [plan.features, classes], 0.001);
  return [
    ...layerSpecs(plan.stem),
    ...blockSpecs(plan.stages.flat(), 1),
    { ...weight, rateFactor: WEIGHT_RATE },
    { ...bias, rateFactor: BIAS_RATE },
  ];
}

function forward(
  input: ForwardInput,
  plan: TsmPlan,
  { stemPool, shiftDivisor, shiftIdentity, dropout }: TsmConfig,
): ForwardOutput {
  const pass = new ForwardPass(input);
  let x = stem(pass, input.clips, plan.stem, stemPool);
  const outputs = plan.stages.map((blocks) => {
    for (const block of blocks) {
      const shifted = shiftChannels(x, shiftDivisor);
      x = residualBlock(pass, shiftIdentity ? shifted : x, block, shifted);
    }
    return x;
  });
  pass.readStages(outputs);
  const pooled = tf.mean<tf.Tensor3D>(pass.readFeatures(x), [2, 3]);
  pass.readPooled(() => tf.mean(pooled, 1));
  const frames = pass.drop(pooled, { rate: dropout, index: 0 });
  // The mean over the frames of what is linear in them.
  const features = tf.mean<tf.Tensor2D>(frames, 1);
  return { logits: pass.linear(features, plan.head), features, statistics: pass.statistics };
}

/**
 * Takes the first `1 / divisor` of the channels from the next frame, as many again from the frame
 * before, and all others from the frame itself; beyond the clip there are zeros.
 */
function shiftChannels(x: tf.Tensor5D, divisor: number): tf.Tensor5D {
  const [batch, frames, height, width, channels] = x.shape;
  const fold = Math.floor(channels / divisor);
  const part = (frame: number, channel: number, count: number) =>
    tf.slice(x, [0, frame, 0, 0, channel], [batch, frames - 1, height, width, count]);
  const padded = (moved: tf.Tensor5D, before: number) =>
    tf.pad(moved, [[0, 0], [before, 1 - before], [0, 0], [0, 0], [0, 0]]);
  const own = tf.slice(x, [0, 0, 0, 0, 2 * fold], [-1, -1, -1, -1, channels - 2 * fold]);
  return tf.concat<tf.Tensor5D>(
    [padded(part(1, 0, fold), 0), padded(part(0, fold, fold), 1), own],
    4,
  );
}
