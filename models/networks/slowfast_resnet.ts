import { tf } from "../../runtime/mod.ts";
import { convolution, globalAveragePool } from "../../runtime/ops/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { residualBlock, stem } from "./_residual_block.ts";
import {
  blockSpecs,
  type LayerPlan,
  layersOf,
  layerSpecs,
  runningSpecs,
} from "./_residual_plan.ts";
import { modelOf } from "./_model_of.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import { linearSpecs, type ParameterSpec } from "./parameter_spec.ts";
import {
  planSlowFast,
  type SlowFastConfig,
  type SlowFastPlan,
  slowFrames,
} from "./slowfast_resnet_config.ts";

/**
 * Creates the SlowFast network (PyTorchVideo's `create_slowfast`, with its parameter names). It takes
 * one clip at the frame rate of its fast pathway; the slow frames are chosen inside. The head
 * averages over all frames and pixels, so that clips may have any size, and any length that
 * `frameRatio` divides.
 *
 * @throws {RangeError} If the lists for the stages differ in length, a kernel is even, or the
 * channels of the slow pathway are not a multiple of those of the fast one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_CONFIGS, slowFastResNet } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = slowFastResNet({ ...NAMED_CONFIGS.slowfast_r50, width: 16, classes: 5 });
 * const clips = tf.zeros<tf.Rank.R5>([1, 8, 32, 32, 3]);
 * const { logits } = model.forward({ ...model.initialize(1), clips, training: false });
 * assert.deepEqual(logits.shape, [1, 5]);
 * ```
 */
export function slowFastResNet(config: SlowFastConfig, name: string = config.kind): Model {
  const plan = planSlowFast(config);
  return modelOf({
    name,
    config,
    parameters: parameterSpecs(plan, config),
    statistics: runningSpecs(orderedLayers(plan)),
    forward: (input) => forward(input, plan, config),
  });
}

function parameterSpecs(
  { slow, fast, fusions, head }: SlowFastPlan,
  { classes }: SlowFastConfig,
): ParameterSpec[] {
  const stages = slow.stages.flatMap((blocks, stage) => [
    ...blockSpecs(blocks, 0),
    ...blockSpecs(fast.stages[stage]!, 0),
    ...fusions.slice(stage + 1, stage + 2).flatMap((fusion) => layerSpecs(fusion)),
  ]);
  return [
    ...layerSpecs(slow.stem),
    ...layerSpecs(fast.stem),
    ...layerSpecs(fusions[0]!),
    ...stages,
    ...linearSpecs(head, [slow.features + fast.features, classes], 0.01),
  ];
}

/** All layers, in the order of the official state dict. */
function orderedLayers({ slow, fast, fusions }: SlowFastPlan): LayerPlan[] {
  const stages = slow.stages.flatMap((blocks, stage) => [
    ...layersOf(blocks),
    ...layersOf(fast.stages[stage]!),
    ...fusions.slice(stage + 1, stage + 2),
  ]);
  return [slow.stem, fast.stem, fusions[0]!, ...stages];
}

function forward(
  input: ForwardInput,
  plan: SlowFastPlan,
  { frameRatio, stemPool, dropout }: SlowFastConfig,
): ForwardOutput {
  const pass = new ForwardPass(input);
  const { clips } = input;
  const slowClips = tf.gather(clips, slowFrames(clips.shape[1], frameRatio), 1);
  let slow = stem(pass, slowClips, plan.slow.stem, stemPool);
  let fast = stem(pass, clips, plan.fast.stem, stemPool);
  plan.slow.stages.forEach((blocks, stage) => {
    slow = fuse(pass, { slow, fast }, plan.fusions[stage]!, frameRatio);
    for (const block of blocks) slow = residualBlock(pass, slow, block);
    for (const block of plan.fast.stages[stage]!) fast = residualBlock(pass, fast, block);
  });
  const pooled = tf.concat([globalAveragePool(slow), globalAveragePool(fast)], 1);
  pass.readPooled(() => pooled as tf.Tensor2D);
  const features = pass.drop(pooled, { rate: dropout, index: 0 });
  return { logits: pass.linear(features, plan.head), features, statistics: pass.statistics };
}

/** What the pathways computed last. */
interface Pathways {
  readonly slow: tf.Tensor5D;
  readonly fast: tf.Tensor5D;
}

/** Adds the fast pathway's features to the channels of the slow one. */
function fuse(
  pass: ForwardPass,
  { slow, fast }: Pathways,
  { convolution: name, norm }: LayerPlan,
  frameStride: number,
): tf.Tensor5D {
  const lateral = convolution(fast, pass.filter(name), { frameStride });
  return tf.concat([slow, pass.rectifiedBatchNorm(lateral, norm)], 4);
}
