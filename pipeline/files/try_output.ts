import { dirname, join, resolve } from "node:path";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { statIfPresent } from "./stat_if_present.ts";

/** What is written at a path: "any" is a folder if it is one already or ends with a slash. */
export type OutputKind = "file" | "folder" | "any";

/** Makes the folders that an output needs. Call it before the output is written. */
export type MakeFolders = () => Promise<void>;

/**
 * Tries whether an output of a command can be written, and leaves nothing. Call it before any work,
 * which would be lost if that is found out at its end.
 *
 * @param path The output; nothing is tried without one.
 * @returns What makes the folders of the output. They are not made earlier, as they may be in a
 * folder that is read.
 * @throws {TypeError} If a file is to be written, and there is a folder of its name.
 * @throws {Error} If the folders cannot be made or written: the error of the system.
 */
export async function tryOutput(path: string | undefined, kind: OutputKind): Promise<MakeFolders> {
  if (path === undefined) return async () => {};
  const isThere = statIfPresent(path)?.isDirectory ?? false;
  if (kind === "file" && isThere) {
    throw new TypeError(`Cannot write '${path}' as it must be a file: it is a folder`);
  }
  const isFolder = kind === "folder" || kind === "any" && (isThere || path.endsWith("/"));
  const file = isFolder ? join(path, "new file") : path;
  const folder = dirname(resolve(file));
  const makeFolders = async () => await Deno.mkdir(folder, { recursive: true });
  const missing = missingFolders(folder);
  using made = new DisposableStack();
  made.defer(() => removeEmpty(missing));
  await makeFolders();
  using trial = TemporaryFile.beside(file);
  await trial.remove();
  return makeFolders;
}

/** The folders of a path that are not there, the innermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let path = folder; statIfPresent(path) === undefined; path = dirname(path)) {
    missing.push(path);
  }
  return missing;
}

/** Removes folders that were made here, unless somebody has written into them meanwhile. */
function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      Deno.removeSync(folder);
    } catch {
      // One that could not be made, or one in use.
    }
  }
}
