/**
 * Ops that take a list of tensors, with the number of single inputs that follow the list. An eager
 * op is given its inputs one by one whatever it is; a graph operation wants lists marked as such.
 */
export const INPUTS_AFTER_LIST: Readonly<Record<string, number>> = {
  AddN: 0,
  ConcatV2: 1,
  Einsum: 0,
  IdentityN: 0,
  Pack: 0,
};

/** Outputs of unknown shape that nothing but the op's own gradient reads. */
export const OPAQUE_OUTPUTS: Readonly<Record<string, number>> = { FusedBatchNormV3: 5 };
