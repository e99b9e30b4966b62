/** Where the list is among the inputs of an op. */
export interface InputList {
  /** Number of single inputs before it. */
  readonly before: number;
  /** Number of single inputs after it. */
  readonly after: number;
}

const ALL: InputList = { before: 0, after: 0 };

/**
 * Ops that take a list of tensors. An eager op gets all its inputs one by one; a graph operation
 * must get a list as such.
 */
export const INPUT_LISTS: Readonly<Record<string, InputList>> = {
  AddN: ALL,
  ConcatV2: { before: 0, after: 1 },
  Einsum: ALL,
  IdentityN: ALL,
  Pack: ALL,
  _FusedMatMul: { before: 2, after: 0 },
};

/** By op: index of its output of unknown shape, which only the op's own gradient reads. */
export const OPAQUE_OUTPUTS: Readonly<Record<string, number>> = { FusedBatchNormV3: 5 };

/** Ops that tfjs asks for without their type `T`: TensorFlow infers it from the first input. */
export const INFERRED_TYPE: ReadonlySet<string> = new Set(["ExpandDims"]);
