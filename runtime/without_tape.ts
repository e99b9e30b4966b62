import { tf } from "./tfjs.ts";

/**
 * Returns what `work` returns; tfjs's gradient tape sees none of its ops, and keeps none of their
 * tensors for a backward pass.
 */
export function withoutTape<T>(work: () => T): T {
  const { state } = tf.engine();
  // As for the ops inside a kernel of tfjs's own.
  state.kernelDepth++;
  try {
    return work();
  } finally {
    state.kernelDepth--;
  }
}
