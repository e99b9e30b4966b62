import { tf } from "../../runtime/mod.ts";
import type { NetworkState } from "./network_state.ts";

/**
 * Returns a state that keeps moving averages of its weights and statistics. They start as copies of
 * the current values.
 *
 * @returns The same tensors, and new ones for the averages, the caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startEma } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const state = startEma({ parameters: { bias: tf.scalar(3) }, statistics: {}, momentum: {} });
 *   assert.equal(state.ema!["bias"]!.arraySync(), 3);
 * });
 * ```
 */
export function startEma(state: NetworkState): NetworkState {
  const tensors = Object.entries({ ...state.parameters, ...state.statistics });
  // A product, not a clone: a step in place needs tensors with their own memory.
  const ema = Object.fromEntries(tensors.map(([name, tensor]) => [name, tf.mul(tensor, 1)]));
  return { ...state, ema };
}
