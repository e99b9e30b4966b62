import { isFullDisk } from "../../runtime/files/is_full_disk.ts";
import { DiskFullError } from "./disk_full_error.ts";

/** What to do about a full disk once there is a checkpoint. */
export const RESUME_HINT = "The checkpoints are kept; make room and resume with --resume.";

/** SQLITE_FULL. */
const FULL_DATABASE = 13;

/**
 * Returns the error to throw for a failed write: a {@linkcode DiskFullError} if the disk was full,
 * else the error itself; with the path, if it is one of the system that names none.
 *
 * @param path File or folder that was to be written.
 * @param hint What is kept and what to do, for the message.
 */
export function explainFullDisk(path: string, error: unknown, hint?: string): unknown {
  if (!(error instanceof Error)) return error;
  if (!isFullDisk(error) && !isFullDatabase(error)) return withPath(error, path);
  const problem = `Cannot write ${path} as the disk must have room: it is full`;
  const message = hint === undefined ? problem : `${problem}. ${hint}`;
  return new DiskFullError(path, message, { cause: error });
}

function isFullDatabase(error: Error): boolean {
  // Not every error of SQLite has its number.
  return "errcode" in error && error.errcode === FULL_DATABASE ||
    error.message.startsWith("database or disk is full");
}

/** Deno leaves the path out where it looks at the folder before it does what it was asked to. */
function withPath(error: Error, path: string): Error {
  if (!/\(os error \d+\)$/.test(error.message)) return error;
  const { code } = error as Error & { readonly code?: unknown };
  const named = new Error(`${error.message}: writefile '${path}'`, { cause: error });
  return Object.assign(named, { code });
}
