import { attr, nativeOp, tf } from "../runtime/mod.ts";

/**
 * Returns the entries of a float32 table along its first axis: `table[indices]`. (tfjs's own gather
 * reads the indices back to check them.)
 */
export function gatherRows<T extends tf.Tensor>(table: T, indices: tf.Tensor1D): T {
  const [entries] = nativeOp("GatherV2", ATTRIBUTES, [table, indices, tf.scalar(0, "int32")], 1);
  return entries as T;
}

const ATTRIBUTES = [
  attr.int("batch_dims", 0),
  attr.type("Tparams", "float32"),
  attr.type("Tindices", "int32"),
  attr.type("Taxis", "int32"),
];
