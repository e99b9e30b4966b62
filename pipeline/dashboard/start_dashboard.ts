import { dirname, resolve } from "node:path";
import { startBeside } from "../program/start_beside.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { runsFolder } from "../run/runs_folder.ts";

/** Options of {@linkcode startDashboard}. */
export interface StartDashboardOptions {
  /** Called with each line that it shows: its address, or what is wrong. */
  readonly onLine: (line: string) => void;
}

/**
 * Starts the dashboard in a process of its own, which needs nothing of this one: what pages ask for
 * costs the work here no turn of its event loop, and the network is open to that process alone. It
 * ends when the returned object is disposed, and when this process ends, however it does.
 */
export function startDashboard(
  run: RunFolder,
  { onLine }: StartDashboardOptions,
): AsyncDisposable {
  const path = resolve(run.path);
  // All of the folder of runs, to compare the new one with others.
  const words = dirname(path) === runsFolder() ? [] : [path];
  return startBeside("dashboard", { words, onLine });
}
