import { join } from "node:path";
import { listIfPresent } from "../files/list_if_present.ts";
import { RunFolder } from "./run_folder.ts";
import { runsFolder } from "./runs_folder.ts";

/** Lists the runs in a folder, the one started last at the end; none if there is no such folder. */
export function listRunFolders(root: string = runsFolder()): RunFolder[] {
  const runs: { readonly run: RunFolder; readonly startedAt: number }[] = [];
  for (const { name } of listIfPresent(root)) {
    const run = new RunFolder(join(root, name));
    const startedAt = run.startedAt();
    if (startedAt !== undefined) runs.push({ run, startedAt: startedAt.getTime() });
  }
  runs.sort((a, b) => a.startedAt - b.startedAt || (a.run.name < b.run.name ? -1 : 1));
  return runs.map(({ run }) => run);
}
