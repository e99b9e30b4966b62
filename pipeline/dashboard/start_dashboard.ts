import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunFolder } from "../run/run_folder.ts";
import { runsFolder } from "../run/runs_folder.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";
import { passLines } from "../terminal/pass_lines.ts";

/** Options of {@linkcode startDashboard}. */
export interface StartDashboardOptions {
  /** Called with each line that it shows: its address, or what is wrong. */
  readonly onLine: (line: string) => void;
}

/** How long its process may take to end. */
const ENDING_MILLISECONDS = 2000;

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

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
  const options = ["--quiet", "--no-prompt", `--config=${CONFIG}`, "-P=dashboard"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...options, CLI, "dashboard", "--beside", ...words],
    // It finds the folder of runs as this process has.
    cwd: homeIfElsewhere() ?? Deno.cwd(),
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = passLines(child.stderr, onLine);
  return {
    async [Symbol.asyncDispose]() {
      await child.stdin.close();
      const timer = setTimeout(() => child.kill("SIGKILL"), ENDING_MILLISECONDS);
      await child.status;
      clearTimeout(timer);
      await lines;
    },
  };
}
