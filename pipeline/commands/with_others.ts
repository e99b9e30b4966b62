import type { Config } from "../config/config.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { startWorkers } from "../workers/start_workers.ts";
import type { WorkerOptions } from "../workers/worker_options.ts";

/** The run that workers train. */
export interface JointRun {
  readonly run: RunFolder;
  readonly config: Config;
  readonly isResumed: boolean;
}

/** Lets the first worker of a run start the others, on this machine. */
export function withOthers(
  workers: WorkerOptions,
  { run, config, isResumed }: JointRun,
): WorkerOptions {
  const { addresses, peerTimeoutSec } = workers;
  const words = [
    // As it has been resolved, whatever it was resolved from.
    ...isResumed ? ["--resume", run.path] : ["--config", run.config],
    // Named, as it may be a file to run.
    ...["--method", config.method.name],
    ...peerTimeoutSec === undefined ? [] : ["--peer-timeout", String(peerTimeoutSec)],
  ];
  return { ...workers, startOthers: (onLine) => startWorkers(words, { addresses, onLine }) };
}
