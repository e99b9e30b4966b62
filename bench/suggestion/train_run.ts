import { findRunFolder } from "../../pipeline/run/find_run_folder.ts";
import type { RunFolder } from "../../pipeline/run/run_folder.ts";
import { RunFolderError } from "../../pipeline/run/run_folder_error.ts";

/**
 * Trains a run by the command line in a process of its own, as users do, and returns its folder. One
 * that was finished earlier is kept, one that was interrupted is resumed.
 *
 * @param name Name of the run in `runs/`.
 * @param words Words of the command line that say what is trained.
 * @throws {Error} If the training fails.
 */
export async function trainRun(name: string, words: readonly string[]): Promise<RunFolder> {
  const earlier = findEarlier(name);
  if (earlier !== undefined && await earlier.readResults() !== undefined) return earlier;
  console.error(`training ${name}`);
  const command = earlier === undefined ? ["--name", name, ...words] : ["--resume", name];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "train", ...command],
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (code !== 0) {
    throw new Error(`Cannot train ${name} as its process must succeed: it has failed`);
  }
  return findRunFolder(name);
}

function findEarlier(name: string): RunFolder | undefined {
  try {
    return findRunFolder(name);
  } catch (error) {
    if (error instanceof RunFolderError) return undefined;
    throw error;
  }
}
