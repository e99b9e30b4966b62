import type { Exchange } from "../collectives/_exchange.ts";
import type { tf } from "../tfjs.ts";
import type { BatchParts } from "./batch_parts.ts";

/** Added to the variance before the square root, unless another value is given: PyTorch's default. */
export const EPSILON = 1e-5;

/** Parameters and statistics of a batch normalization; each tensor is [channels]. */
export interface BatchNormParameters {
  /** Scale. */
  readonly weight: tf.Tensor1D;
  /** Shift. */
  readonly bias: tf.Tensor1D;
  /** Mean over the batches so far. */
  readonly runningMean: tf.Tensor1D;
  /** Variance over the batches so far. */
  readonly runningVariance: tf.Tensor1D;
  /**
   * Share of a batch's statistics in the updated ones; 1 replaces them by the batch's.
   *
   * @default 0.1
   */
  readonly momentum?: number | undefined;
  /**
   * Added to the variance before the square root.
   *
   * @default 1e-5
   */
  readonly epsilon?: number | undefined;
  /**
   * In training, workers whose batches are normalized together, as one batch. They must have the
   * same shape.
   *
   * @default the batch is normalized by itself
   */
  readonly exchange?: Exchange | undefined;
  /**
   * In training, other parts of the batch of this process, which are normalized together with this
   * one.
   *
   * @default a whole batch
   */
  readonly meeting?: PartsMeeting | undefined;
}

/** Where the parts of a batch meet. */
export interface PartsMeeting {
  /** The parts. */
  readonly parts: BatchParts;
  /** Name of the meeting, of no other one. */
  readonly name: string;
}

/** What batch normalization returns besides its values, each [channels]. */
export interface RunningStatistics {
  /** In training the updated mean (a new tensor), otherwise the one passed in. */
  readonly runningMean: tf.Tensor1D;
  /** In training the updated variance (a new tensor), otherwise the one passed in. */
  readonly runningVariance: tf.Tensor1D;
}

/**
 * Mean and 1 / deviation used to normalize, each [channels], and on a GPU in training what else
 * TensorFlow's gradient op reads ("reserve space").
 */
export type NormalizedBy = [
  mean: tf.Tensor1D,
  inverseDeviation: tf.Tensor1D,
  ...reserve: tf.Tensor[],
];

/** What a batch is normalized by, and the running statistics. */
export interface BatchStatistics extends RunningStatistics {
  readonly normalizedBy: Readonly<NormalizedBy>;
}

/** What the gradients of a batch normalization are computed from. */
export interface BatchNormGradientInputs {
  /** The gradient of the normalized values, in the shape of `x`. */
  readonly dy: tf.Tensor5D;
  /** The input [batch, frames, height, width, channels]. */
  readonly x: tf.Tensor5D;
  /** Scale [channels]. */
  readonly weight: tf.Tensor1D;
  /** What `x` was normalized by. */
  readonly normalizedBy: Readonly<NormalizedBy>;
  /** Whether that depends on `x`. */
  readonly training: boolean;
  /** Workers whose batches were normalized together. */
  readonly exchange: Exchange | undefined;
  /** Parts of the batch of this process. */
  readonly meeting: PartsMeeting | undefined;
}
