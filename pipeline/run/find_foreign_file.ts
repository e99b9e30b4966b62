import { isLeftover } from "../../runtime/files/is_leftover.ts";
import { LOCK_NAME } from "../../runtime/files/lock_name.ts";
import { listIfPresent } from "../files/list_if_present.ts";
import { METHOD_COPY, RUN_FILE_NAMES } from "./_run_file_names.ts";
import type { RunFiles } from "./run_files.ts";

/**
 * Files of a run's first moments besides its configuration. Some are left if the removal of a run
 * that recorded nothing was stopped.
 */
const FIRST_FILES: ReadonlySet<string> = new Set([
  LOCK_NAME,
  RUN_FILE_NAMES.record,
  RUN_FILE_NAMES.split,
  RUN_FILE_NAMES.videos,
  RUN_FILE_NAMES.labeled,
  RUN_FILE_NAMES.classes,
  RUN_FILE_NAMES.log,
  RUN_FILE_NAMES.live,
]);

/**
 * Returns the name of a file in a run's folder that no run in its first moments has left; undefined
 * if there is none. A run's metrics and checkpoints belong to later moments.
 */
export function findForeignFile(run: RunFiles): string | undefined {
  const { checkpoints, record } = RUN_FILE_NAMES;
  if (listIfPresent(run.checkpoints).length > 0) return checkpoints;
  const names = listIfPresent(run.path).map(({ name }) => name);
  // Only beside the record, which is written before it.
  const isMethod = (name: string) => names.includes(record) && METHOD_COPY.test(name);
  return names.find((name) =>
    name !== checkpoints && !FIRST_FILES.has(name) && !isLeftover(name) && !isMethod(name)
  );
}
