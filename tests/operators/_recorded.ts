import { fileURLToPath } from "node:url";
import { SafetensorsReader, type TensorValues } from "../../models/safetensors/mod.ts";

const FOLDER = new URL("../fixtures/reference/", import.meta.url);

/** A tensor of a reference file. */
export interface RecordedTensor {
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

/** Numbers recorded from the official PyTorch code; see tests/fixtures/reference/README.md. */
export interface Recorded {
  readonly tensors: ReadonlyMap<string, RecordedTensor>;
  /** The JSON beside the tensors. */
  // deno-lint-ignore no-explicit-any -- a test states by its use what the file holds
  readonly description: any;
}

/** Reads a reference file with all its tensors. */
export async function readRecorded(name: string): Promise<Recorded> {
  const description = JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, FOLDER)));
  using file = await SafetensorsReader.open(
    fileURLToPath(new URL(`${name}.safetensors`, FOLDER)),
  );
  const tensors = new Map<string, RecordedTensor>();
  for (const [tensor, { shape }] of file.tensors) {
    tensors.set(tensor, { shape, values: await file.read(tensor) });
  }
  return { tensors, description };
}
