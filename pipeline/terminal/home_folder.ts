import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the program keeps its own files; empty if that is the current folder. */
let home = "";

/**
 * Returns the path of something that the program keeps for the user in the project's folder, or in
 * the current one if it was not started by `deno task`: `runs` and the built-in videos.
 */
export function homePath(name: string): string {
  return join(home, name);
}

/**
 * Changes to the folder in which the user gave the command, so that the paths of a command line
 * count from there. `deno task` starts a program in the project's folder and gives the user's in
 * INIT_CWD, unless a task around it has set that already. A program that was started in another
 * folder is left there: the variable is then that of a task around it.
 */
export function enterUserFolder(): void {
  const userFolder = Deno.env.get("INIT_CWD");
  const started = Deno.cwd();
  if (userFolder === undefined || userFolder === started || !isProject(started)) return;
  Deno.chdir(userFolder);
  home = started;
}

/** Returns the folder from which stored paths count; undefined if that is the current one. */
export function homeIfElsewhere(): string | undefined {
  return home === "" ? undefined : resolve(home);
}

function isProject(folder: string): boolean {
  const project = new URL("../../", import.meta.url);
  // Not a file's if the module was imported over the network.
  if (project.protocol !== "file:") return false;
  return Deno.realPathSync(folder) === Deno.realPathSync(fileURLToPath(project));
}
