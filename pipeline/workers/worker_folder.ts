import { copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { listIfPresent } from "../files/list_if_present.ts";
import { TemporaryFolder } from "../files/temporary_folder.ts";
import { RunFolder } from "../run/run_folder.ts";

/** A folder of this process for what it notes down of a run. Disposing removes it. */
export interface WorkerFolder extends Disposable {
  readonly run: RunFolder;
}

/**
 * Makes a temporary folder in which a worker that does not keep the run takes notes as if it did.
 *
 * @param resumed The run to resume: its files are copied, its checkpoints can be opened.
 */
export function makeWorkerFolder(resumed?: RunFolder): WorkerFolder {
  const temporary = TemporaryFolder.make();
  const run = new RunFolder(join(temporary.path, resumed?.name ?? "worker"));
  Deno.mkdirSync(run.checkpoints, { recursive: true });
  if (resumed !== undefined) {
    for (const { name, isFile } of listIfPresent(resumed.path)) {
      if (isFile) copyFileSync(join(resumed.path, name), join(run.path, name));
    }
    for (const { name } of listIfPresent(resumed.checkpoints)) {
      const path = join(resumed.checkpoints, name);
      Deno.symlinkSync(path, join(run.checkpoints, basename(path)));
    }
  }
  return { run, [Symbol.dispose]: () => temporary[Symbol.dispose]() };
}
