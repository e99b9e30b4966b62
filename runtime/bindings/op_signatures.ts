/**
 * Ops that take a list of tensors, with the number of single inputs after the list. An eager op
 * gets all its inputs one by one; a graph operation must get a list as such.
 */
export const INPUTS_AFTER_LIST: Readonly<Record<string, number>> = {
  AddN: 0,
  ConcatV2: 1,
  Einsum: 0,
  IdentityN: 0,
  Pack: 0,
};

/** By op: index of its output of unknown shape, which only the op's own gradient reads. */
export const OPAQUE_OUTPUTS: Readonly<Record<string, number>> = { FusedBatchNormV3: 5 };

/** Ops that tfjs asks for without their type `T`: TensorFlow infers it from the first input. */
export const INFERRED_TYPE: ReadonlySet<string> = new Set(["ExpandDims"]);
