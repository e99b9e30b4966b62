import type { Pointer } from "./library.ts";

/** Bytes of a `TF_Output`: a pointer, an index, padding. */
const OUTPUT_BYTES = 16;

/** Returns the `TF_Output` that names output `index` of a `TF_Operation`. */
export function tfOutput(operation: Pointer, index: number): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(OUTPUT_BYTES);
  const view = new DataView(output.buffer);
  view.setBigUint64(0, Deno.UnsafePointer.value(operation), true);
  view.setInt32(8, index, true);
  return output;
}

/** Returns the `TF_Input` that names input `index` of a `TF_Operation`: it has the same form. */
export function tfInput(operation: Pointer, index: number): Uint8Array<ArrayBuffer> {
  return tfOutput(operation, index);
}

/** Returns several as a C array. It is never empty, so that C gets a valid address. */
export function tfOutputs(
  outputs: readonly Uint8Array<ArrayBuffer>[],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(1, outputs.length) * OUTPUT_BYTES);
  outputs.forEach((output, index) => bytes.set(output, index * OUTPUT_BYTES));
  return bytes;
}
