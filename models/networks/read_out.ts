import type { tf } from "../../runtime/mod.ts";

/** How much tokens attend to each other in one attention of a block, the mean over its heads. */
export interface AttentionReadOut {
  /**
   * `time`: each patch attends to the same patch of all frames; `space`: the class token and the
   * patches of a frame attend to each other.
   */
  readonly axis: "time" | "space";
  /**
   * From which token, to which; rows sum to 1. Of `time` [batch, patches, frames, frames], of
   * `space` [batch, frames, 1 + patches, 1 + patches], the class token first.
   */
  readonly weights: tf.Tensor4D;
}

/**
 * Gets what a network computes on its way to the logits. A network calls what it has: all of them
 * `onPooled`, the ResNets of one pathway `onStages` and `onFeatures`, the TimeSformer `onAttention`.
 * Nothing is computed for what is not given.
 */
export interface ReadOut {
  /**
   * Called once with the outputs of the stages, the first one first: [batch, frames, height, width,
   * channels] each. The first one of R3D is that after its pool over frames. Gradients flow
   * through them.
   */
  readonly onStages?: ((stages: readonly tf.Tensor5D[]) => void) | undefined;
  /**
   * Called with the features that the head averages, the output of the last stage: [batch, frames,
   * height, width, channels]. The pass continues with what it returns.
   */
  readonly onFeatures?: ((features: tf.Tensor5D) => tf.Tensor5D) | undefined;
  /**
   * Called with [batch, features]: what the head has averaged, or the class token, before its dropout
   * and normalization. Gradients flow through it.
   */
  readonly onPooled?: ((pooled: tf.Tensor2D) => void) | undefined;
  /**
   * Called for each attention, in the order of the pass: time, then space, of each block. Its
   * weights belong to the surrounding `tf.tidy`.
   */
  readonly onAttention?: ((attention: AttentionReadOut) => void) | undefined;
}
