import { dirname, join, resolve } from "node:path";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { statIfPresent } from "./stat_if_present.ts";

/** What is written at a path: "any" is a folder if it is one already or ends with a slash. */
export type OutputKind = "file" | "folder" | "any";

/**
 * Makes the folders that an output of a command needs, and tries whether it can be written. Call it
 * before any work, which would be lost if that is found out at its end.
 *
 * @param path The output; nothing is done without one.
 * @returns When it is disposed, the folders that were made are removed if nothing is in them.
 * @throws {TypeError} If a file is to be written, and there is a folder of its name.
 * @throws {Error} If the folders cannot be made or written: the error of the system.
 */
export async function prepareOutput(
  path: string | undefined,
  kind: OutputKind,
): Promise<Disposable> {
  using made = new DisposableStack();
  if (path === undefined) return made.move();
  const isThere = statIfPresent(path)?.isDirectory ?? false;
  if (kind === "file" && isThere) {
    throw new TypeError(`Cannot write '${path}' as it must be a file: it is a folder`);
  }
  const isFolder = kind === "folder" || kind === "any" && (isThere || path.endsWith("/"));
  const file = isFolder ? join(path, "new file") : path;
  const missing = missingFolders(dirname(resolve(file)));
  made.defer(() => removeEmpty(missing));
  await Deno.mkdir(dirname(resolve(file)), { recursive: true });
  using trial = TemporaryFile.beside(file);
  await trial.remove();
  return made.move();
}

/** The folders of a path that are not there, the innermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let path = folder; statIfPresent(path) === undefined; path = dirname(path)) {
    missing.push(path);
  }
  return missing;
}

function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) Deno.removeSync(folder);
  } catch {
    // It holds what was written, so those above it do, too.
  }
}
