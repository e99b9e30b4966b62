import type { tf } from "../../runtime/mod.ts";
import { convolution, maxPool } from "../../runtime/ops/mod.ts";
import type { ForwardPass } from "./_forward_pass.ts";
import type { BlockPlan, LayerPlan } from "./_residual_plan.ts";

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
