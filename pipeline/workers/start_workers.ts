import { WorkerError } from "../../runtime/collectives/worker_error.ts";
import { startBeside } from "../program/start_beside.ts";

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
    const own = `worker ${task}`;
    const started = startBeside("train", {
      words: [...words, "--cluster", addresses.join(","), "--task", String(task)],
      onLine: (line) => onLine(line.startsWith(own) ? line : `${own}: ${line}`),
    });
    started.code.then((code) => {
      if (code !== 0) failure.abort(endOf(task, code));
    });
    return started;
  });
  return {
    failed: failure.signal,
    async [Symbol.asyncDispose]() {
      await Promise.all(others.map((started) => started[Symbol.asyncDispose]()));
    },
  };
}

function endOf(task: number, code: number): WorkerError {
  return new WorkerError(
    `Cannot start as worker ${task} must come as well: its process has ended with code ${code}`,
    { task },
  );
}
