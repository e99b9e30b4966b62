import { join } from "node:path";
import { ROOT } from "../_sources.ts";

/** What a project needs to run its commands. */
const PARTS = ["deno.json", "deno.lock", "datasets", "models", "operators", "pipeline", "runtime"];

/** Makes a folder a project of its own, by links, in which `deno task` finds the commands. */
export async function linkProject(folder: string): Promise<void> {
  for (const name of PARTS) await Deno.symlink(`${ROOT}${name}`, join(folder, name));
}
