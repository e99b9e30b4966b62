import { resolve } from "node:path";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import type { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Options of {@linkcode requireSameMethod}. */
export interface SameMethodOptions {
  /** What is refused, for the message: "resume runs/first". */
  readonly action: string;
  /** What to do about it, as a sentence without its end. */
  readonly remedy: string;
}

/**
 * Requires that the file of a user's own method is the one that a run keeps a copy of. What is not
 * there is not compared.
 *
 * @param name As in `method.name`.
 * @throws {RunFolderError} If the file has changed.
 */
export async function requireSameMethod(
  run: RunFolder,
  name: string,
  { action, remedy }: SameMethodOptions,
): Promise<void> {
  const copy = run.methodCopy(name);
  if (copy === undefined) return;
  const path = resolve(name);
  const bytes = await readBytesIfPresent(path);
  const kept = await readBytesIfPresent(copy);
  if (bytes === undefined || kept === undefined) return;
  if (bytes.length === kept.length && bytes.every((byte, index) => byte === kept[index])) return;
  throw new RunFolderError(
    `Cannot ${action} as its method must be the same: ${path} differs from ${copy}. ${remedy}`,
  );
}
