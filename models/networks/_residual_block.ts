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
  const filter = pass.filter(layer.convolution);
  const convolved = convolution(clips, filter, { stride: layer.stride, inputGradient: false });
  const active = pass.rectifiedBatchNorm(convolved, layer.norm);
  return pool ? maxPool(active) : active;
}

/**
 * Computes ReLU(shortcut(x) + layers(x)), with a ReLU between layers.
 *
 * @param branchInput What the layers get instead of `x`.
 */
export function residualBlock(
  pass: ForwardPass,
  x: tf.Tensor5D,
  { layers: [firstLayer, ...laterLayers], shortcut }: BlockPlan,
  branchInput: tf.Tensor5D = x,
): tf.Tensor5D {
  let branch = pass.convolution(branchInput, firstLayer);
  let pendingNorm = firstLayer.norm;
  for (const layer of laterLayers) {
    branch = pass.normalizedConvolution(branch, pendingNorm, layer);
    pendingNorm = layer.norm;
  }
  const identity = shortcut === undefined
    ? x
    : pass.batchNorm(pass.convolution(x, shortcut), shortcut.norm);
  return pass.rectifiedBatchNorm(branch, pendingNorm, identity);
}
