import type { Precision } from "../../runtime/mod.ts";

/** What a process of the bench of workers does. */
export interface WorkerTask {
  /** Number of the process, from 0. */
  readonly task: number;
  /** Number of processes, each of which has as many of the step's videos. */
  readonly size: number;
  readonly threads: number;
  /** Where the processes listen, host:port; null if each takes steps of its own. */
  readonly addresses: readonly string[] | null;
  /** Precision in which gradients are sent. */
  readonly precision: Precision;
  /** Bytes of gradients that are sent together; undefined for the default. */
  readonly bucketBytes?: number | undefined;
}

/** What steps of one process took, each in seconds. */
export interface StepTimes {
  /** From one step to the next. */
  readonly seconds: readonly number[];
  /** Of which until all others were ready for the step, too; zeros where nobody waits. */
  readonly waits: readonly number[];
  /** Losses: means over all workers. */
  readonly losses: readonly number[];
}
