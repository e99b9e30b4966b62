import { basename, join } from "node:path";
import { crc32 } from "node:zlib";
import {
  SafetensorsError,
  SafetensorsReader,
  type TensorToWrite,
  writeSafetensors,
} from "../../models/safetensors/mod.ts";
import { type CheckpointState, parseCheckpointState } from "./checkpoint_state.ts";
import { explainFullDisk } from "./files.ts";
import { CheckpointError } from "./checkpoint_error.ts";

/** Key of the state in the file's metadata. */
const STATE_KEY = "actnetformer";

/** Name of the last tensor in a file: the checksum of the state and of all bytes before it. */
const CHECKSUM = "checksum";

const CHECKPOINTS_KEPT = 2;
const MEBIBYTE = 2 ** 20;

/**
 * An open checkpoint: a safetensors file with tensors `primary/…`, `auxiliary/…` and so on as the training
 * loop names them, and the state of the run. Its bytes have been checked. Holds a file: dispose it.
 */
export interface Checkpoint extends Disposable {
  /** The file. */
  readonly path: string;
  /** Where the run stood. */
  readonly state: CheckpointState;
  /** The tensors. */
  readonly file: SafetensorsReader;
}

/**
 * Writes a checkpoint, whole or not at all, then removes all but the newest two.
 *
 * Whoever calls holds the run folder, so that half-written files found beside it belong to nobody.
 *
 * @param folder Folder of the checkpoints.
 * @param tensors All tensors; each is read when its turn comes.
 * @returns The path of the file, `step-000123.safetensors`.
 * @throws {DiskFullError} naming the checkpoint that is kept.
 */
export async function saveCheckpoint(
  folder: string,
  state: CheckpointState,
  tensors: readonly TensorToWrite[],
): Promise<string> {
  const path = join(folder, `step-${String(state.step).padStart(6, "0")}.safetensors`);
  const text = JSON.stringify(state);
  try {
    await writeSafetensors(path, withChecksum(tensors, text), { [STATE_KEY]: text });
  } catch (error) {
    throw explainFullDisk(path, error, describeKept(folder));
  }
  for (const { name } of Deno.readDirSync(folder)) {
    if (name.endsWith(".partial")) Deno.removeSync(join(folder, name));
  }
  for (const old of listCheckpoints(folder).slice(CHECKPOINTS_KEPT)) Deno.removeSync(old);
  return path;
}

/** Paths of the checkpoints in a folder, the newest first. */
export function listCheckpoints(folder: string): string[] {
  return [...Deno.readDirSync(folder)]
    .map(({ name }) => ({ name, step: Number(/^step-(\d+)\.safetensors$/.exec(name)?.[1]) }))
    .filter(({ step }) => Number.isSafeInteger(step))
    .sort((one, other) => other.step - one.step)
    .map(({ name }) => join(folder, name));
}

/**
 * Opens the newest checkpoint of a folder that is sound; undefined where there is none at all.
 *
 * @param onBroken Told of each newer one that had to be passed over.
 * @throws {CheckpointError} where there are checkpoints but none is sound.
 */
export async function openNewestCheckpoint(
  folder: string,
  onBroken: (error: CheckpointError) => void,
): Promise<Checkpoint | undefined> {
  let broken: CheckpointError | undefined;
  for (const path of listCheckpoints(folder)) {
    if (broken !== undefined) onBroken(broken);
    try {
      return await openCheckpoint(path);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      broken = error;
    }
  }
  if (broken !== undefined) throw broken;
  return undefined;
}

/**
 * Opens a checkpoint and checks every byte of it.
 *
 * @throws {CheckpointError} where the file is broken or no checkpoint of this program.
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const file = await openReader(path);
  try {
    const text = file.metadata[STATE_KEY];
    if (text === undefined) {
      throw new CheckpointError(
        path,
        `${path} is no checkpoint: it holds weights but no run's state`,
      );
    }
    if (await readChecksum(file) !== await computeChecksum(file, text)) {
      throw new CheckpointError(path, `${path} is damaged: its checksum is wrong`);
    }
    const state = parseCheckpointState(path, text);
    return { path, state, file, [Symbol.dispose]: () => file[Symbol.dispose]() };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

/**
 * Requires that a checkpoint holds exactly the tensors expected, in their shapes, as F32.
 *
 * @param expected Shape by name, as in the file.
 * @throws {CheckpointError} naming the first few that differ.
 */
export function requireTensors(
  { path, file }: Checkpoint,
  expected: ReadonlyMap<string, readonly number[]>,
): void {
  const unfit = [...expected].flatMap(([name, shape]) => {
    const found = file.tensors.get(name);
    if (found === undefined) return `${name} is missing`;
    if (`${found.shape}` !== `${shape}`) return `${name} is [${found.shape}], not [${shape}]`;
    return found.dtype === "F32" ? [] : `${name} is ${found.dtype}, not F32`;
  });
  const surplus = [...file.tensors.keys()]
    .filter((name) => name !== CHECKSUM && !expected.has(name))
    .map((name) => `${name} is unknown`);
  const problems = [...unfit, ...surplus];
  if (problems.length === 0) return;
  const more = problems.length > 4 ? `; and ${problems.length - 4} more` : "";
  const first = problems.slice(0, 4).join("; ");
  throw new CheckpointError(path, `${path} is a checkpoint of another model: ${first}${more}`);
}

/** The tensors and, after them, the checksum over all their bytes: the writer sorts bytes last and reads in order. */
function withChecksum(tensors: readonly TensorToWrite[], text: string): TensorToWrite[] {
  let checksum = crc32(text);
  const summed = tensors.map((tensor): TensorToWrite => ({
    ...tensor,
    read: async () => {
      const values = await tensor.read();
      checksum = crc32(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        checksum,
      );
      return values;
    },
  }));
  const read = () => new Uint8Array(Uint32Array.of(checksum).buffer);
  return [...summed, { name: CHECKSUM, dtype: "U8", shape: [4], read }];
}

async function readChecksum(file: SafetensorsReader): Promise<number> {
  const bytes = await file.read(CHECKSUM);
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}

async function computeChecksum(file: SafetensorsReader, text: string): Promise<number> {
  const starts = [...file.tensors.values()].map(({ start }) => start);
  const end = file.tensors.get(CHECKSUM)?.start ?? 0;
  using raw = await Deno.open(file.path);
  const buffer = new Uint8Array(MEBIBYTE);
  let position = await raw.seek(Math.min(...starts), Deno.SeekMode.Start);
  let checksum = crc32(text);
  while (position < end) {
    const count = await raw.read(buffer.subarray(0, Math.min(buffer.length, end - position)));
    if (count === null) break;
    checksum = crc32(buffer.subarray(0, count), checksum);
    position += count;
  }
  return checksum;
}

async function openReader(path: string): Promise<SafetensorsReader> {
  try {
    const file = await SafetensorsReader.open(path);
    if (file.tensors.get(CHECKSUM)?.length === 4) return file;
    file[Symbol.dispose]();
  } catch (cause) {
    if (!(cause instanceof SafetensorsError)) throw cause;
    throw new CheckpointError(path, `${path} is damaged: ${cause.message}`, { cause });
  }
  throw new CheckpointError(path, `${path} is no checkpoint: it has no checksum`);
}

function describeKept(folder: string): string {
  const [newest] = listCheckpoints(folder);
  if (newest === undefined) return "There is no checkpoint yet; make room and start again.";
  return `${basename(newest)} is kept; make room and go on with --resume.`;
}
