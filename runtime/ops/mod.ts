/**
 * Differentiable ops with native gradients. Shapes are static and no op reads a value, so that all
 * of them run directly as well as inside a compiled function.
 *
 * @module
 */
export { allGather } from "./all_gather.ts";
export { allReduceMean, type AllReduceMeanOptions, BUCKET_BYTES } from "./all_reduce_mean.ts";
export { attention } from "./attention.ts";
export { attentionWeights } from "./attention_weights.ts";
export { batchNorm, type BatchNormResult } from "./batch_norm.ts";
export { BatchParts, type OfRows } from "./batch_parts.ts";
export { convolution, type ConvolutionOptions } from "./convolution.ts";
export { dropout, type DropoutOptions, type RowsOfBatch } from "./dropout.ts";
export { gatherRows } from "./gather_rows.ts";
export { gelu, geluLinear } from "./gelu.ts";
export { globalAveragePool } from "./global_average_pool.ts";
export { layerNormLinear, type LayerNormParameters } from "./layer_norm_linear.ts";
export { linear } from "./linear.ts";
export { maxPool } from "./max_pool.ts";
export {
  normalizedConvolution,
  type NormalizedConvolutionOptions,
} from "./normalized_convolution.ts";
export { overwrite } from "./overwrite.ts";
export { rectifiedBatchNorm, type RectifiedBatchNormOptions } from "./rectified_batch_norm.ts";
export { relu } from "./relu.ts";
export { type RowsToScatter, scatterRows } from "./scatter_rows.ts";
export { softmaxCrossEntropy } from "./softmax_cross_entropy.ts";
export { statelessUniform, type StatelessUniformOptions } from "./stateless_uniform.ts";
export { stopGradient } from "./stop_gradient.ts";
export { sumsOfSquares } from "./sums_of_squares.ts";

export type { Exchange } from "../collectives/_exchange.ts";
export type { AttentionOptions } from "./_attention_sequences.ts";
export type {
  BatchNormParameters,
  PartsMeeting,
  RunningStatistics,
} from "./_batch_norm_parameters.ts";
