import type { Override } from "../config/config.ts";
import type { ResultOutput } from "../terminal/result_output.ts";
import type { Cluster } from "../workers/cluster.ts";

/** Options of `deno task train`. */
export interface TrainCommandOptions {
  /** Preset or file of the configuration; chosen by the data if omitted. */
  readonly config?: string | undefined;
  /** Name of the new run. */
  readonly name?: string | undefined;
  /** File of weights that the primary network starts from, or a run whose networks go on. */
  readonly from?: string | undefined;
  /** The same for the auxiliary network alone. */
  readonly fromAuxiliary?: string | undefined;
  /** Name of the run to resume; `true` for the newest. */
  readonly resume?: string | true | undefined;
  /**
   * Whether the run is shown in the browser, as long as the command runs.
   *
   * @default false
   */
  readonly dashboard?: boolean | undefined;
  /** Path of a module that is called after each step. */
  readonly hooks?: string | undefined;
  /**
   * Number of workers on this machine, this process among them.
   *
   * @default 1
   */
  readonly workers?: number | undefined;
  /** The workers that this process belongs to, if others have been started by somebody else. */
  readonly cluster?: Cluster | undefined;
  /** Address of this machine at which other workers are let in, or "any". */
  readonly bind?: string | undefined;
  /** Time within which a worker that does not answer is noticed. */
  readonly peerTimeoutSec?: number | undefined;
  /**
   * Whether another worker has started this process, as it ends with that one.
   *
   * @default false
   */
  readonly beside?: boolean | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
  /**
   * Prints the table. The caller then requires that it was printed.
   *
   * @default one of this command, which fails if it was not
   */
  readonly output?: ResultOutput | undefined;
  /**
   * Says what finishes the run if it is stopped, as the end of a sentence, where that is another
   * command than `train`.
   *
   * @default the command that resumes or evaluates the run
   */
  readonly continuation?: string | undefined;
}
