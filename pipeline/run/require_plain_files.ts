import { join } from "node:path";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import { LOCK_NAME } from "../../runtime/files/lock_name.ts";
import { RUN_FILE_NAMES } from "./_run_file_names.ts";
import type { RunFiles } from "./run_files.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Files that say what a run is and how it does. */
const FILES = [
  LOCK_NAME,
  RUN_FILE_NAMES.config,
  RUN_FILE_NAMES.record,
  RUN_FILE_NAMES.split,
  RUN_FILE_NAMES.videos,
  RUN_FILE_NAMES.metrics,
  RUN_FILE_NAMES.tag,
  RUN_FILE_NAMES.results,
  RUN_FILE_NAMES.predictions,
  RUN_FILE_NAMES.mistakes,
];

/**
 * Requires that what is read of a run to show it are files in its folder, which may come from
 * others: no links to elsewhere, and no pipes, which may never end.
 *
 * @throws {RunFolderError} If something else is in the position of one of these files.
 */
export function requirePlainFiles(run: RunFiles): void {
  for (const name of FILES) {
    const info = lstatIfPresent(join(run.path, name));
    if (info !== undefined && !info.isFile) throw notPlain(run, name, "a file");
  }
  const info = lstatIfPresent(run.live);
  if (info !== undefined && !info.isDirectory) throw notPlain(run, RUN_FILE_NAMES.live, "a folder");
}

function lstatIfPresent(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (leadsNowhere(error)) return undefined;
    throw error;
  }
}

function notPlain({ path }: RunFiles, name: string, kind: string): RunFolderError {
  return new RunFolderError(
    `Cannot show ${path} as ${name} in it must be ${kind}: it is a link to elsewhere, or another ` +
      "thing; put what it leads to in its place, or remove it",
  );
}
