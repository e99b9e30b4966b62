import { dirname } from "node:path";
import { syncFolder, writeDurably } from "../../datasets/write_durably.ts";
import { DiskFullError } from "./disk_full_error.ts";

/**
 * Writes a file so that at any moment either the old or the new content is there: to a temporary
 * file in the same folder, synced, then renamed. On failure the temporary file is removed.
 *
 * @param path File to write; its folder must exist.
 * @param write Writes the content to the given temporary path.
 * @param kept What is still good if the disk is full, for the message.
 * @throws {DiskFullError} where the disk is full.
 */
export async function writeAtomically(
  path: string,
  write: (temporaryPath: string) => Promise<void> | void,
  kept?: string,
): Promise<void> {
  try {
    await writeDurably(path, write);
    await syncFolder(dirname(path));
  } catch (error) {
    throw explainFullDisk(path, error, kept);
  }
}

/** The error to throw for a failed write: a {@linkcode DiskFullError} where the disk was full, else the error itself. */
export function explainFullDisk(path: string, error: unknown, kept?: string): unknown {
  if (!(error instanceof Error) || !isFullDisk(error)) return error;
  const rest = kept === undefined ? "" : ` ${kept}`;
  const message = `the disk is full: ${path} could not be written.${rest}`;
  return new DiskFullError(path, message, { cause: error });
}

/** What to do about a full disk once there is a checkpoint. */
export const RESUME_HINT = "The checkpoints are kept; make room and go on with --resume.";

/** No space left on the device, and the user's quota used up. */
const FULL_CODES: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

/** SQLITE_FULL. */
const FULL_DATABASE = 13;

function isFullDisk(error: Error): boolean {
  if ("errcode" in error && error.errcode === FULL_DATABASE) return true;
  return "code" in error && typeof error.code === "string" && FULL_CODES.has(error.code);
}
