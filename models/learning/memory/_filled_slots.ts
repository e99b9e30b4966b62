import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import type { MemoryBank } from "./memory_bank.ts";

/** Returns [slots]: 1 for the slots of a bank that are filled, else 0. */
export function filledSlots({ probabilities }: Pick<MemoryBank, "probabilities">): tf.Tensor1D {
  return tf.cast(tf.greater(tf.sum(stopGradient(probabilities), 1), 0), "float32");
}
