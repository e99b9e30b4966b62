import { callingLine } from "./calling_line.ts";
import type { TensorForm } from "./binding.ts";
import { dataTypeName } from "../ffi/data_types.ts";
import { TensorFlowError, type TensorFlowLibrary } from "../ffi/library.ts";
import { outOfMemory, RESOURCE_EXHAUSTED } from "./out_of_memory.ts";

/**
 * What to throw after TensorFlow refused an op, on one line: the op, its inputs, the line that asked
 * for it, and TensorFlow's reason.
 *
 * @param what for example "op MatMul"
 * @param status the `TF_Status` that tells of the refusal
 */
export function opError(
  library: TensorFlowLibrary,
  what: string,
  inputs: readonly TensorForm[],
  status = library.status,
): TensorFlowError {
  const { code, reason } = library.failure(status);
  const place = callingLine();
  const request = `Cannot run ${what} on ${inputs.map(formOf).join(", ") || "no inputs"}` +
    (place === undefined ? "" : ` at ${place}`);
  const told = code === RESOURCE_EXHAUSTED ? outOfMemory(reason) : reason;
  return new TensorFlowError(`${request}: ${told}`, code);
}

function formOf({ shape, dtype }: TensorForm): string {
  return `${dataTypeName(dtype)}[${shape}]`;
}
