import { joinWorkers } from "../../runtime/collectives/mod.ts";
import { deviceInUse } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { showLine } from "../terminal/show_line.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { agreedFacts, type AgreedFactsOptions } from "./agreed_facts.ts";
import { TrainingWorkers } from "./training_workers.ts";
import type { WorkerOptions } from "./worker_options.ts";

/** What {@linkcode joinRun} works with. */
export interface JoinRunOptions extends WorkOptions, AgreedFactsOptions {
  /**
   * How this process trains with others.
   *
   * @default it trains alone
   */
  readonly workers?: WorkerOptions | undefined;
  /** The run's folder. */
  readonly run: RunFolder;
  /** Aborted when a worker that this process has started ends: its reason says which. */
  readonly failed?: AbortSignal | undefined;
}

/**
 * Waits for the other workers of a run, which must have been started for the same. Call it right
 * after TensorFlow has started: that gives TensorFlow other devices.
 *
 * @throws {WorkerError} If some do not come, or were started for something else.
 * @throws {RangeError} If TensorFlow computes on a GPU.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function joinRun(config: Config, options: JoinRunOptions): Promise<TrainingWorkers> {
  const { workers, signal, progress, failed, run } = options;
  if (workers === undefined) return TrainingWorkers.alone(options);
  requireProcessor();
  const notify = workers.task === 0 ? (line: string) => progress.note(line) : showLine;
  const group = await joinWorkers({
    ...workers,
    agree: agreedFacts(config, options),
    signal: failed === undefined ? signal : AbortSignal.any([signal, failed]),
    notify,
  });
  const [reference] = await group.exchange(run.reference, "run");
  return new TrainingWorkers(group, { signal, reference });
}

/** Exchanges between GPUs were never run. */
function requireProcessor(): void {
  const kind = deviceInUse()?.kind;
  if (kind === "cpu") return;
  throw new RangeError(
    "Cannot train on several workers as 'device' must be cpu, since nobody has tried them on GPUs " +
      `yet (--set device=cpu): current value is ${kind}`,
  );
}
