import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { type TensorToWrite, writeSafetensors } from "../../models/safetensors/mod.ts";
import { CHECKSUM, STATE_KEY } from "./_checkpoint_format.ts";
import { checkpointName } from "./checkpoint_name.ts";
import type { CheckpointState } from "./checkpoint_state.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { listIfPresent } from "../files/list_if_present.ts";
import { listCheckpoints } from "./list_checkpoints.ts";

const CHECKPOINTS_KEPT = 2;

/** What a checkpoint holds, to be written by {@linkcode saveCheckpoint}. */
export interface CheckpointContent {
  /** The run's position. */
  readonly state: CheckpointState;
  /** All tensors; each is read when its turn comes. */
  readonly tensors: readonly TensorToWrite[];
}

/**
 * Writes a checkpoint, whole or not at all, then removes all but the newest two and those of best
 * weights that it does not name.
 *
 * @param folder Folder of the checkpoints.
 * @returns The path of the file, `step-000123.safetensors`.
 * @throws {DiskFullError} If the disk is full; it names the checkpoint that is kept.
 */
export async function saveCheckpoint(
  folder: string,
  content: CheckpointContent,
): Promise<string> {
  const path = join(folder, checkpointName("step", content.state.step));
  await writeCheckpoint(path, content);
  const best = content.state.validation?.best.step;
  const bestName = best === undefined ? undefined : checkpointName("best", best);
  for (const { name } of listIfPresent(folder)) {
    if (name.startsWith("best-") && name !== bestName) Deno.removeSync(join(folder, name));
  }
  for (const old of listCheckpoints(folder).slice(CHECKPOINTS_KEPT)) Deno.removeSync(old);
  return path;
}

/**
 * Writes a checkpoint of the best weights so far, whole or not at all. The best before it stays
 * until a later checkpoint names this one: a run that resumes from an earlier one needs it.
 *
 * @param folder Folder of the checkpoints.
 * @throws {DiskFullError} If the disk is full; it names the checkpoint that is kept.
 */
export async function saveBestCheckpoint(
  folder: string,
  content: CheckpointContent,
): Promise<void> {
  await writeCheckpoint(join(folder, checkpointName("best", content.state.step)), content);
}

async function writeCheckpoint(
  path: string,
  { state, tensors }: CheckpointContent,
): Promise<void> {
  const text = JSON.stringify(state);
  try {
    await writeSafetensors(path, withChecksum(tensors, text), { [STATE_KEY]: text });
  } catch (error) {
    throw explainFullDisk(path, error, describeKept(dirname(path)));
  }
}

/**
 * The tensors and, after them, the checksum over all their bytes: the writer sorts bytes last and
 * reads in order.
 */
function withChecksum(tensors: readonly TensorToWrite[], text: string): TensorToWrite[] {
  let checksum = crc32(text);
  const summed = tensors.map((tensor): TensorToWrite => ({
    ...tensor,
    async read() {
      const values = await tensor.read();
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      checksum = crc32(bytes, checksum);
      return values;
    },
  }));
  return [...summed, {
    name: CHECKSUM,
    dtype: "U8",
    shape: [4],
    read: () => new Uint8Array(Uint32Array.of(checksum).buffer),
  }];
}

function describeKept(folder: string): string {
  const [newest] = listCheckpoints(folder);
  if (newest === undefined) return "There is no checkpoint yet; make room and start again.";
  return `${basename(newest)} is kept; make room and resume with --resume.`;
}
