import { dataTypeName } from "../ffi/data_types.ts";
import { TensorFlowError, type TensorFlowLibrary } from "../ffi/library.ts";
import type { TensorForm } from "./binding.ts";
import { callingLine } from "./calling_line.ts";
import { outOfMemory, RESOURCE_EXHAUSTED } from "./out_of_memory.ts";

/**
 * Creates the error to throw after TensorFlow refused an op. Its message is one line: the op, its
 * inputs, the line that called for it, and TensorFlow's reason.
 *
 * @param what For example "op MatMul".
 * @param status The `TF_Status` of the refused call.
 */
export function opError(
  library: TensorFlowLibrary,
  what: string,
  inputs: readonly TensorForm[],
  status = library.status,
): TensorFlowError {
  const { code, reason } = library.failure(status);
  const line = callingLine();
  const request = `Cannot run ${what} on ${inputs.map(formOf).join(", ") || "no inputs"}` +
    (line === undefined ? "" : ` at ${line}`);
  const explained = code === RESOURCE_EXHAUSTED ? outOfMemory(reason) : reason;
  return new TensorFlowError(`${request}: ${explained}`, code);
}

function formOf({ shape, dtype }: TensorForm): string {
  return `${dataTypeName(dtype)}[${shape}]`;
}
