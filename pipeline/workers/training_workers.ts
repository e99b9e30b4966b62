import { WorkerError, WorkerGroup } from "../../runtime/collectives/mod.ts";
import { describeResuming } from "../run/describe_resuming.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Options of {@linkcode TrainingWorkers}. */
export interface TrainingWorkersOptions {
  /** Aborted when the user wants to stop this worker. */
  readonly signal: AbortSignal;
  /**
   * What a command line of the first worker calls the run.
   *
   * @default unknown
   */
  readonly reference?: string | undefined;
}

/** What a worker lets the others know before a step. */
export interface StepNews {
  /** Time that it has waited for others before the last step. */
  readonly waitedSec: number;
  /** Labels of the unlabeled clips of the step, -1 if unknown: for metrics only. */
  readonly hiddenLabels: Int32Array;
  /** Ids of the videos that it has found to be broken. */
  readonly brokenVideos: readonly string[];
}

/** What all workers know before a step, each in the order of their tasks. */
export interface JointNews {
  readonly waitedSec: readonly number[];
  readonly hiddenLabels: readonly (readonly number[])[];
  /** Those that others have found, if any were found lately. */
  readonly brokenVideos: readonly string[];
}

/**
 * The workers of a run, as the training of one of them sees them; a single one for a run of one
 * process. None of them stops alone: when the user stops one, all stop before the same step.
 */
export class TrainingWorkers {
  /** Exchanges tensors. */
  readonly group: WorkerGroup;
  readonly #options: TrainingWorkersOptions;
  readonly #stop = new AbortController();
  #savedSteps = 0;
  /** Number of the broken videos that all know of. */
  #brokenVideos = 0;

  /** Belongs to a group that has been joined. */
  constructor(group: WorkerGroup, options: TrainingWorkersOptions) {
    this.group = group;
    this.#options = options;
  }

  /** Workers of a run of one process. */
  static alone({ signal }: Pick<WorkOptions, "signal">): TrainingWorkers {
    const addresses = ["127.0.0.1:1"];
    const times = { peerTimeoutSec: 60, exchangeTimeoutSec: 60 };
    return new TrainingWorkers(new WorkerGroup({ addresses, task: 0, ...times }), { signal });
  }

  /** Whether there are others. */
  get areSeveral(): boolean {
    return this.group.size > 1;
  }

  /** Whether this is the one that keeps the run: its metrics, its checkpoints, its scores. */
  get isFirst(): boolean {
    return this.group.task === 0;
  }

  /** Aborted when all workers are to stop. */
  get signal(): AbortSignal {
    return this.areSeveral ? this.#stop.signal : this.#options.signal;
  }

  /** Notes that the first worker has a checkpoint of a step; the others know before the next step. */
  noteSaved(steps: number): void {
    this.#savedSteps = steps;
  }

  /**
   * Waits until all workers are ready for the next step. Then the signal is aborted if the user wants
   * to stop any of them.
   *
   * @throws {WorkerError} If a worker is lost or fails.
   */
  async meet({ waitedSec, hiddenLabels, brokenVideos }: StepNews): Promise<JointNews> {
    const waitedMs = Math.round(waitedSec * 1000);
    const isBroken = brokenVideos.length > this.#brokenVideos;
    const own = [this.#wantsToStop, this.#savedSteps, waitedMs, Number(isBroken), ...hiddenLabels];
    const all = await this.group.gather(own, "meeting");
    this.#savedSteps = all[0]![1]!;
    if (all.some(([wantsToStop]) => wantsToStop !== 0)) this.#stopAll();
    const found = all.some(([, , , isBroken]) => isBroken !== 0)
      ? await this.group.exchange(JSON.stringify(brokenVideos), "broken videos")
      : [];
    const known = new Set(found.flatMap((text): string[] => JSON.parse(text)));
    if (found.length > 0) this.#brokenVideos = known.size;
    return {
      waitedSec: all.map(([, , waitedMs]) => waitedMs! / 1000),
      hiddenLabels: all.map(([, , , , ...labels]) => labels),
      brokenVideos: [...known],
    };
  }

  /**
   * Gives each worker the texts of all, in the order of their tasks.
   *
   * @throws {WorkerError} If a worker is lost or fails.
   * @throws {unknown} If the user wants to stop any of them: the signal's reason.
   */
  async exchange(text: string, name: string): Promise<string[]> {
    const all = await this.group.exchange(`${this.#wantsToStop}${text}`, name);
    if (all.some((text) => text.startsWith("1"))) this.#stopAll();
    this.signal.throwIfAborted();
    return all.map((text) => text.slice(1));
  }

  /**
   * Runs the training of this worker. At its end it waits until the others have come to theirs; if
   * it fails, they end with its reason.
   *
   * @throws {WorkerError} If another worker is lost or fails; it names the last checkpoint.
   */
  async run<T>(train: () => Promise<T>): Promise<T> {
    try {
      const result = await train();
      await this.group.close();
      return result;
    } catch (error) {
      if (error instanceof WorkerError) throw this.#withCheckpoint(error);
      await this.group.fail(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  #withCheckpoint(error: WorkerError): WorkerError {
    const { reference } = this.#options;
    const remedy = reference === undefined ? "" : `; ${describeResuming(reference)}`;
    const kept = this.#savedSteps === 0
      ? "There is no checkpoint yet"
      : `The last checkpoint is of step ${this.#savedSteps}${remedy}`;
    return new WorkerError(`${error.message}. ${kept}`, { task: error.task, cause: error });
  }

  get #wantsToStop(): number {
    return Number(this.#options.signal.aborted);
  }

  #stopAll(): void {
    this.#stop.abort(new DOMException("Interrupted by the user of a worker", "AbortError"));
  }
}
