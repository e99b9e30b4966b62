import { join } from "node:path";
import { listIfPresent } from "../files/list_if_present.ts";
import { RunFolderError } from "./run_folder_error.ts";

/**
 * Requires that nothing in a folder is a link to elsewhere, before something is written there: the
 * folder of a run may come from others.
 *
 * @throws {RunFolderError} If a file or folder in it is a link.
 */
export function requireOwnFiles(folder: string): void {
  const link = findLink(folder);
  if (link === undefined) return;
  throw new RunFolderError(
    `Cannot write to ${folder} as all that is in it must be its own: ${link} leads to ` +
      "elsewhere; remove this link, or put what it leads to in its place",
  );
}

function findLink(folder: string): string | undefined {
  for (const { name, isSymlink, isDirectory } of listIfPresent(folder)) {
    const path = join(folder, name);
    const link = isSymlink ? path : isDirectory ? findLink(path) : undefined;
    if (link !== undefined) return link;
  }
  return undefined;
}
