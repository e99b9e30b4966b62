import type { tf } from "../runtime/mod.ts";
import type { ModelConfig } from "./model_config.ts";
import type { ParameterSpec } from "./parameter_spec.ts";

/** Tensors by their official PyTorch name, in the layouts that the device wants. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** What a network has learned. */
export type ModelState = {
  readonly parameters: Parameters;
  /** Running mean and variance of each batch normalization; empty for a network without any. */
  readonly statistics: Parameters;
};

/** What {@link Model.forward} computes from. */
export interface ForwardInput extends ModelState {
  /** [batch, frames, height, width, 3], float32, normalized. */
  readonly clips: tf.Tensor5D;
  /** Whether to normalize by the batch's statistics and to drop values at random. */
  readonly training: boolean;
  /** Share of the batch's statistics in those a training pass gives; with 1 they are the batch's own. @default 0.1 */
  readonly statisticsMomentum?: number;
  /** int32 [2]; what a training pass of a network with dropout or drop-path draws from. */
  readonly randomSeed?: tf.Tensor1D;
}

/** What {@link Model.forward} gives. */
export interface ForwardOutput {
  /** [batch, classes], before the softmax. */
  readonly logits: tf.Tensor2D;
  /** After a training pass the moved statistics, as new tensors; otherwise those passed in. */
  readonly statistics: Parameters;
}

/** A network: a pure function of its parameters and the clips. It owns no tensors. */
export interface Model {
  readonly name: string;
  readonly config: ModelConfig;
  /** The trained tensors, in the order of the official state dict. */
  readonly parameters: readonly ParameterSpec[];
  /** The running statistics. */
  readonly statistics: readonly ParameterSpec[];
  /** Fresh tensors, the caller's to dispose; the same on every machine for the same seed. */
  initialize(seed: number): ModelState;
  /**
   * Class scores of clips, for gradients of the parameters. Those of the clips are not promised: the
   * ResNet leaves them out, the TimeSformer has them.
   * @throws {TypeError} when a training pass needs `randomSeed` and has none
   */
  forward(input: ForwardInput): ForwardOutput;
}
