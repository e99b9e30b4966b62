import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import {
  loadWeights,
  type Model,
  SafetensorsReader,
  saveWeights,
  TensorFileError,
  timeSformer,
  type TimeSformerConfig,
  WeightsError,
} from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A TimeSformer that is as small as possible. */
export const SMALL: TimeSformerConfig = {
  kind: "timesformer",
  classes: 5,
  size: 16,
  frames: 2,
  patch: 8,
  width: 8,
  depth: 1,
  heads: 2,
  mlpRatio: 2,
  dropout: 0,
  dropPath: 0,
};

/** A tensor of a weight file, as bytes. */
export interface RawTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Writes a safetensors file with tensors of any type. */
export async function writeRaw(path: string, tensors: readonly RawTensor[]): Promise<void> {
  let end = 0;
  const header = Object.fromEntries(tensors.map(({ name, dtype, shape, bytes }) => {
    const start = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, end] }];
  }));
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(BigUint64Array.of(BigInt(json.length)).buffer);
  await Deno.writeFile(path, Buffer.concat([length, json, ...tensors.map(({ bytes }) => bytes)]));
}

/** Reads all tensors of a safetensors file. */
export async function readRaw(path: string): Promise<RawTensor[]> {
  using file = await SafetensorsReader.open(path);
  const content = await Deno.readFile(path);
  return [...file.tensors].map(([name, { dtype, shape, start, length }]) => {
    return { name, dtype, shape, bytes: content.subarray(start, start + length) };
  });
}

const ONE = new Uint8Array(Float32Array.of(1).buffer);
/** A counter, which is not a tensor of a network. */
export const epoch: RawTensor = {
  name: "epoch",
  dtype: "I64",
  shape: [],
  bytes: new Uint8Array(8),
};
/** The weight of another classifier. */
export const head: RawTensor = { name: "head.weight", dtype: "F32", shape: [1], bytes: ONE };

/** Renames the tensors of a file. */
export function renameAll(
  tensors: readonly RawTensor[],
  rename: (name: string) => string,
): RawTensor[] {
  return tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) }));
}

/** How a file's tensors are loaded that were changed after the model was saved. */
export interface Reload {
  readonly model: Model;
  readonly change: (tensors: RawTensor[]) => RawTensor[];
}

/**
 * Saves a model, changes the tensors of the file, and loads it; requires the saved values, and
 * returns the notes.
 */
export async function reload({ model, change }: Reload): Promise<string[]> {
  const before = tf.memory().numTensors;
  const state = model.initialize(1);
  const notes: string[] = [];
  try {
    await withFolder(async (folder) => {
      const path = join(folder, "weights.safetensors");
      await saveWeights(path, model, state);
      await writeRaw(path, change(await readRaw(path)));
      const { report, ...loaded } = await loadWeights(path, model);
      notes.push(...report.summary.split("; ").slice(1));
      for (const part of ["parameters", "statistics"] as const) {
        assert.deepEqual(Object.keys(loaded[part]), Object.keys(state[part]));
        for (const [name, tensor] of Object.entries(state[part])) {
          assert.deepEqual(loaded[part][name]!.dataSync(), tensor.dataSync(), name);
        }
        tf.dispose(loaded[part]);
      }
    });
  } finally {
    tf.dispose([state.parameters, state.statistics]);
  }
  assert.equal(tf.memory().numTensors, before);
  return notes;
}

/** Returns the message of the error that a changed file is refused with. */
export async function refusal(options: Reload): Promise<string> {
  try {
    await reload(options);
  } catch (error) {
    assert.ok(error instanceof WeightsError || error instanceof TensorFileError, String(error));
    assert.ok(!error.message.includes("\n"), error.message);
    return error.message.replace(error.path, "FILE");
  }
  throw new Error("Cannot show a refusal as the file must not fit the model");
}

/** Puts a prefix before the names of tensors. */
export function behind(tensors: readonly RawTensor[], prefix: string): RawTensor[] {
  return renameAll(tensors, (name) => prefix + name);
}

/** Whether a tensor is the classifier's. */
export function isHead(name: string): boolean {
  return /^(?:head|blocks\.\d+\.proj)\./.test(name);
}

/** Saves fresh weights of a network, and works on the file. */
export async function withWeights<T>(
  config: TimeSformerConfig,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  const model = timeSformer(config);
  const state = model.initialize(1);
  try {
    const path = join(folder, "weights.safetensors");
    await saveWeights(path, model, state);
    return await work(path);
  } finally {
    tf.dispose([state.parameters, state.statistics]);
    await Deno.remove(folder, { recursive: true });
  }
}
