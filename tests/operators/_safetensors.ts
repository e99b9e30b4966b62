import { existsSync, readFileSync } from "node:fs";

/** A folder beside the repository with numbers of the official PyTorch code; may be missing. */
const REFERENCE = new URL("../../../shared/reference/", import.meta.url);

/** Whether the reference numbers are there; tests that need them are skipped where they are not. */
export const HAS_REFERENCE = existsSync(REFERENCE);

/** A tensor of a safetensors file. */
export interface ReferenceTensor {
  readonly shape: number[];
  readonly values: Uint8Array | Float32Array | Float64Array | BigInt64Array;
}

/** The JSON beside a reference file. */
// deno-lint-ignore no-explicit-any -- a test states by its use what the file holds
export function referenceJson(name: string): any {
  return JSON.parse(readFileSync(new URL(`${name}.json`, REFERENCE), "utf8"));
}

/** All tensors of a reference file by name. */
export function referenceTensors(name: string): Record<string, ReferenceTensor> {
  const file = readFileSync(new URL(`${name}.safetensors`, REFERENCE));
  const headerLength = Number(file.readBigUInt64LE(0));
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> =
    JSON.parse(file.subarray(8, 8 + headerLength).toString());
  const kinds: Record<string, (bytes: ArrayBuffer) => ReferenceTensor["values"]> = {
    U8: (bytes) => new Uint8Array(bytes),
    F32: (bytes) => new Float32Array(bytes),
    F64: (bytes) => new Float64Array(bytes),
    I64: (bytes) => new BigInt64Array(bytes),
  };
  const entries = Object.entries(header).filter(([key]) => key !== "__metadata__");
  return Object.fromEntries(entries.map(([key, { dtype, shape, data_offsets: [from, to] }]) => {
    const bytes = Uint8Array.from(file.subarray(8 + headerLength + from, 8 + headerLength + to));
    return [key, { shape, values: kinds[dtype]!(bytes.buffer) }];
  }));
}
