import type { tf } from "../../../runtime/mod.ts";

/**
 * What is remembered of the clips seen last, the newest first. An empty slot holds zeros: that
 * probabilities sum to 1 shows which slots are filled.
 */
export type MemoryBank = {
  /** [slots, width]: directions, of length 1. */
  readonly embeddings: tf.Tensor2D;
  /** [slots, classes] */
  readonly probabilities: tf.Tensor2D;
};
