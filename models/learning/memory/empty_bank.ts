import { tf } from "../../../runtime/mod.ts";
import type { MemoryBank } from "./memory_bank.ts";

/** Options of {@linkcode emptyBank}. */
export interface EmptyBankOptions {
  /** Number of clips that are remembered. */
  readonly slots: number;
  /** Values of an embedding. */
  readonly width: number;
  /** Number of classes. */
  readonly classes: number;
}

/**
 * Returns a memory bank that remembers nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { emptyBank } from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const bank = emptyBank({ slots: 4096, width: 128, classes: 101 });
 * assert.deepEqual(bank.embeddings.shape, [4096, 128]);
 * ```
 */
export function emptyBank({ slots, width, classes }: EmptyBankOptions): MemoryBank {
  return { embeddings: tf.zeros([slots, width]), probabilities: tf.zeros([slots, classes]) };
}
