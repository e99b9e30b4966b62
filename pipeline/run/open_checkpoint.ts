import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { SafetensorsError, SafetensorsReader } from "../../models/safetensors/mod.ts";
import { CHECKSUM, STATE_KEY } from "./_checkpoint_format.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import { type CheckpointState, parseCheckpointState } from "./checkpoint_state.ts";

/**
 * An open checkpoint: a safetensors file with tensors `primary/…`, `auxiliary/…` and so on as the
 * training loop names them, and the state of the run. Its bytes have been checked. Holds a file:
 * dispose it.
 */
export interface Checkpoint extends Disposable {
  /** The file. */
  readonly path: string;
  /** The run's position. */
  readonly state: CheckpointState;
  /** The tensors. */
  readonly file: SafetensorsReader;
}

/**
 * Opens a checkpoint and checks every byte of it.
 *
 * @throws {CheckpointError} If the file is broken, or is not a checkpoint of this program.
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const file = await openReader(path);
  try {
    const text = file.metadata[STATE_KEY];
    if (text === undefined) {
      throw new CheckpointError(
        path,
        `Cannot open ${path} as it must be a checkpoint: it holds weights but no state of a run`,
      );
    }
    if (await readChecksum(file) !== computeChecksum(file, text)) {
      throw new CheckpointError(
        path,
        `Cannot open ${path} as its checksum must be right: it is not`,
      );
    }
    const state = parseCheckpointState(path, text);
    requireNamedStep(path, state);
    return { path, state, file, [Symbol.dispose]: () => file[Symbol.dispose]() };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

/** Requires that a file whose name says a step holds the state after it. */
function requireNamedStep(path: string, { step }: CheckpointState): void {
  const [, digits] = /^(?:step|best)-(\d+)\.safetensors$/.exec(basename(path)) ?? [];
  const named = Number(digits ?? step);
  if (named === step) return;
  throw new CheckpointError(
    path,
    `Cannot open ${path} as it must be of step ${named}, as its name says: it is of ${step}`,
  );
}

async function openReader(path: string): Promise<SafetensorsReader> {
  try {
    const file = await SafetensorsReader.open(path);
    if (file.tensors.get(CHECKSUM)?.length === 4) return file;
    file[Symbol.dispose]();
  } catch (cause) {
    if (!(cause instanceof SafetensorsError)) throw cause;
    throw new CheckpointError(path, cause.message, { cause });
  }
  throw new CheckpointError(
    path,
    `Cannot open ${path} as it must be a checkpoint: it has no checksum`,
  );
}

async function readChecksum(file: SafetensorsReader): Promise<number> {
  const bytes = await file.read(CHECKSUM);
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}

function computeChecksum(file: SafetensorsReader, text: string): number {
  const starts = [...file.tensors.values()].map(({ start }) => start);
  const end = file.tensors.get(CHECKSUM)?.start ?? 0;
  let checksum = crc32(text);
  for (const bytes of file.bytes(Math.min(...starts), end)) checksum = crc32(bytes, checksum);
  return checksum;
}
