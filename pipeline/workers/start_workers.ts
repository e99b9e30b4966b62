import { fileURLToPath } from "node:url";
import { WorkerError } from "../../runtime/collectives/worker_error.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";
import { passLines } from "../terminal/pass_lines.ts";

/** Options of {@linkcode startWorkers}. */
export interface StartWorkersOptions {
  /** Where each worker listens, this process first. */
  readonly addresses: readonly string[];
  /** Called with each line that one of them writes. */
  readonly onLine: (line: string) => void;
}

/** Workers that this process has started. Disposing waits for their ends. */
export interface StartedWorkers extends AsyncDisposable {
  /** Aborted when one of them has ended with a failure: a reason for this process to end as well. */
  readonly failed: AbortSignal;
}

/** How long one may take to end after this process has let go of it. */
const ENDING_MILLISECONDS = 4000;

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

/**
 * Starts the other workers of a run on this machine, each in a process of its own. They end when the
 * returned object is disposed, and when this process ends, however it does.
 *
 * @param words The words of the command that this process was given, for each of them.
 */
export function startWorkers(
  words: readonly string[],
  { addresses, onLine }: StartWorkersOptions,
): StartedWorkers {
  const failure = new AbortController();
  const others = addresses.slice(1).map((_, index) => {
    const task = index + 1;
    const child = spawn([...words, "--cluster", addresses.join(","), "--task", String(task)]);
    const ended = child.status.then(({ code }) => {
      if (code !== 0) failure.abort(endOf(task, code));
    });
    const own = `worker ${task}`;
    const lines = passLines(
      child.stderr,
      (line) => onLine(line.startsWith(own) ? line : `${own}: ${line}`),
    );
    return { child, ended, lines };
  });
  return {
    failed: failure.signal,
    async [Symbol.asyncDispose]() {
      await Promise.all(others.map(async ({ child, ended, lines }) => {
        await child.stdin.close().catch(ignoreClosed);
        const timer = setTimeout(() => child.kill("SIGKILL"), ENDING_MILLISECONDS);
        await ended;
        clearTimeout(timer);
        await lines;
      }));
    },
  };
}

function spawn(words: readonly string[]): Deno.ChildProcess {
  const options = ["--quiet", "--no-prompt", `--config=${CONFIG}`, "-P=train"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", ...options, CLI, "train", "--beside", ...words],
    // It finds the program's own files as this process has.
    cwd: homeIfElsewhere() ?? Deno.cwd(),
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

function endOf(task: number, code: number): WorkerError {
  return new WorkerError(
    `Cannot start as worker ${task} must come as well: its process has ended with code ${code}`,
    { task },
  );
}

/** A process that has ended has no standard input any more. */
function ignoreClosed(error: unknown): void {
  if (error instanceof Deno.errors.BrokenPipe || error instanceof TypeError) return;
  throw error;
}
