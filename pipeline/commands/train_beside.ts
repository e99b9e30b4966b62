import { WorkerError } from "../../runtime/collectives/worker_error.ts";
import type { Config, Override } from "../config/config.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { requireMethodNamed } from "../run/require_method_named.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { INTERRUPTED, listenForInterrupt } from "../terminal/interrupt.ts";
import { Progress } from "../terminal/progress.ts";
import { showLine } from "../terminal/show_line.ts";
import { endWithParent } from "../workers/end_with_parent.ts";
import { makeWorkerFolder } from "../workers/worker_folder.ts";
import type { WorkerOptions } from "../workers/worker_options.ts";
import { newRunConfig } from "./new_run_config.ts";
import { readRunConfig } from "./read_run_config.ts";
import type { TrainCommandOptions } from "./train_command_options.ts";

/** The first worker shows how the run goes on. */
const SILENT = { interactive: false, columns: () => 80, write() {} };

const FAILURE = 1;

/**
 * Trains as one of several workers, but the first one, which keeps the run. Shows only what this
 * worker alone knows of, and returns the exit code.
 *
 * @throws {ConfigError} If the configuration cannot be used.
 * @throws {RunFolderError} If there is no run to resume.
 */
export async function trainBesideCommand(
  options: TrainCommandOptions,
  workers: WorkerOptions,
): Promise<number> {
  const { resume, overrides, beside = false } = options;
  using interrupt = listenForInterrupt(() => {
    if (!beside) showLine(`worker ${workers.task}: stopping, with all others`);
  });
  if (beside) endWithParent();
  const resumed = resume === undefined
    ? undefined
    : findRunFolder(resume === true ? undefined : resume);
  const config = resumed === undefined
    ? (await newRunConfig(options)).config
    : await resumedConfig(resumed, overrides);
  using folder = makeWorkerFolder(resumed);
  const { train } = await import("../training/train.ts");
  try {
    const { kind } = await train(config, {
      run: folder.run,
      resume: resumed !== undefined,
      progress: new Progress(SILENT),
      signal: interrupt.signal,
      workers,
    });
    return kind === "finished" ? 0 : INTERRUPTED;
  } catch (error) {
    if (interrupt.signal.aborted && error === interrupt.signal.reason) return INTERRUPTED;
    // The worker that has started this one shows the same.
    if (beside && error instanceof WorkerError) return FAILURE;
    throw error;
  }
}

async function resumedConfig(run: RunFolder, overrides: readonly Override[]): Promise<Config> {
  const config = await readRunConfig(run, overrides);
  await requireMethodNamed(run, config, { overrides, action: `resume ${run.path}` });
  return config;
}
