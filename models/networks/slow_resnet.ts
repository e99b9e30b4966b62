import type { tf } from "../../runtime/mod.ts";
import { convolution, globalAveragePool, maxPool } from "../../runtime/ops/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { initialize } from "./initialize.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import {
  convolutionSpec,
  linearSpecs,
  normSpecs,
  type ParameterSpec,
  statisticsSpecs,
} from "./parameter_spec.ts";
import {
  type BlockPlan,
  type LayerPlan,
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
  const layers = [plan.stem, ...plan.stages.flat().flatMap(layersOf)];
  const parameters = parameterSpecs(plan, config);
  const statistics = layers.flatMap(({ norm, channels }) => statisticsSpecs(norm, channels[1]));
  return {
    name,
    config,
    parameters,
    statistics,
    initialize: (seed) => ({
      parameters: initialize(parameters, seed),
      statistics: initialize(statistics, seed),
    }),
    forward: (input) => forward(input, plan, config),
  };
}

function layersOf({ layers, shortcut }: BlockPlan): LayerPlan[] {
  return shortcut === undefined ? [...layers] : [shortcut, ...layers];
}

function parameterSpecs(plan: SlowResNetPlan, config: SlowResNetConfig): ParameterSpec[] {
  const layerSpecs = ({ convolution, norm, kernel, channels }: LayerPlan, scale = 1) => [
    convolutionSpec(convolution, kernel, channels),
    ...normSpecs(norm, channels[1], scale),
  ];
  return [
    ...layerSpecs(plan.stem),
    ...plan.stages.flat().flatMap((block) =>
      layersOf(block).flatMap((layer) =>
        // Each block starts as the identity: the last scale of its residual branch is zero.
        layerSpecs(layer, layer === block.layers.at(-1) ? 0 : 1)
      )
    ),
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
  for (const block of plan.stages.flat()) x = residualBlock(pass, x, block);
  x = pass.readFeatures(x);
  const features = pass.drop(globalAveragePool(x), { rate: config.dropout, index: 0 });
  const logits = pass.linear(features, plan.head);
  return { logits, features, statistics: pass.statistics };
}

/** Applies convolution, normalization, ReLU and, if `pool`, the max-pool. */
export function stem(
  pass: ForwardPass,
  clips: tf.Tensor5D,
  layer: LayerPlan,
  pool: boolean,
): tf.Tensor5D {
  const filter = pass.parameter<tf.Tensor5D>(`${layer.convolution}.weight`);
  const convolved = convolution(clips, filter, { stride: layer.stride, inputGradient: false });
  const active = pass.rectifiedBatchNorm(convolved, layer.norm);
  return pool ? maxPool(active) : active;
}

/** Computes ReLU(shortcut(x) + layers(x)), with a ReLU between layers. */
export function residualBlock(pass: ForwardPass, x: tf.Tensor5D, block: BlockPlan): tf.Tensor5D {
  const [firstLayer, ...laterLayers] = block.layers;
  let branch = pass.convolution(x, firstLayer.convolution, firstLayer.stride);
  let pendingNorm = firstLayer.norm;
  for (const layer of laterLayers) {
    branch = pass.normalizedConvolution(branch, pendingNorm, layer.convolution, layer.stride);
    pendingNorm = layer.norm;
  }
  const { shortcut } = block;
  const identity = shortcut === undefined
    ? x
    : pass.batchNorm(pass.convolution(x, shortcut.convolution, shortcut.stride), shortcut.norm);
  return pass.rectifiedBatchNorm(branch, pendingNorm, identity);
}
