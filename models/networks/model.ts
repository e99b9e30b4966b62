import type { tf } from "../../runtime/mod.ts";
import type { BatchParts, Exchange, RowsOfBatch } from "../../runtime/ops/mod.ts";
import type { ModelConfig } from "./model_config.ts";
import type { ParameterSpec } from "./parameter_spec.ts";
import type { ProjectionConfig } from "./projection_config.ts";
import type { ReadOut } from "./read_out.ts";

/** Tensors by their official PyTorch names, in the device's layouts. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** The learned state of a network. */
export type ModelState = {
  /** The trained tensors. */
  readonly parameters: Parameters;
  /** Running mean and variance of each batch normalization; empty for a network without any. */
  readonly statistics: Parameters;
};

/** Input of {@linkcode Model.forward}. */
export interface ForwardInput extends ModelState {
  /** [batch, frames, height, width, 3], float32, normalized. */
  readonly clips: tf.Tensor5D;
  /** Whether to normalize by the batch's statistics and to drop values at random. */
  readonly training: boolean;
  /**
   * Share of the batch's statistics in the running ones that a training pass returns; 1 replaces
   * them by the batch's.
   *
   * @default 0.1
   */
  readonly statisticsMomentum?: number | undefined;
  /**
   * Names of parameters that are not trained. A norm whose scale is one of them works as in
   * evaluation, and so do the dropouts of a block that has no other parameters.
   *
   * @default none
   */
  readonly frozen?: ReadonlySet<string> | undefined;
  /** int32 [2]: seed of a training pass; needed by networks with dropout or drop-path. */
  readonly randomSeed?: tf.Tensor1D | undefined;
  /**
   * Which samples of a larger batch the clips are, of which several workers have their parts: the
   * dropouts draw as for that batch.
   *
   * @default a whole batch
   */
  readonly rows?: RowsOfBatch | undefined;
  /**
   * In training, workers whose batches the batch norms see as one. Each norm has an exchange of its
   * own, whose name starts with this one's.
   *
   * @default norms see the clips of this pass
   */
  readonly normExchange?: Exchange | undefined;
  /**
   * In training, the parts of a batch of which the clips are one: norms see all of them as one batch.
   *
   * @default a whole batch
   */
  readonly parts?: BatchParts | undefined;
  /**
   * Gets what the network computes on its way to the logits.
   *
   * @default nothing is reported
   */
  readonly readOut?: ReadOut | undefined;
}

/** Output of {@linkcode Model.forward}. */
export interface ForwardOutput {
  /** [batch, classes], before the softmax. */
  readonly logits: tf.Tensor2D;
  /**
   * [batch, features]: what the last layer reads, before its normalization and after its dropout.
   */
  readonly features: tf.Tensor2D;
  /**
   * [batch, outputs of the last layer]: what the projection head gives, not normalized; absent if the
   * network has none.
   */
  readonly projection?: tf.Tensor2D;
  /**
   * In training the statistics as new tensors, updated unless their norm is frozen; otherwise those
   * passed in.
   */
  readonly statistics: Parameters;
}

/** A network: a pure function of its parameters and the clips. It owns no tensors. */
export interface Model {
  /** Name for messages: that of a published network, or the kind of the config. */
  readonly name: string;
  /** The network as plain data. */
  readonly config: ModelConfig;
  /** Its projection head, if it has one; see {@linkcode withProjection}. */
  readonly projection?: ProjectionConfig | undefined;
  /** The trained tensors, in the order of the official state dict; a projection head is last. */
  readonly parameters: readonly ParameterSpec[];
  /** The running statistics. */
  readonly statistics: readonly ParameterSpec[];
  /**
   * Draws an initial state, the same on every machine for the same seed.
   *
   * @returns New tensors, the caller's to dispose.
   */
  initialize(seed: number): ModelState;
  /**
   * Computes the logits of clips. Gradients flow to the parameters; do not rely on gradients of the
   * clips: the ResNet leaves them out, the TimeSformer has them.
   *
   * @throws {TypeError} If a training pass needs `randomSeed` and has none.
   */
  forward(input: ForwardInput): ForwardOutput;
}
