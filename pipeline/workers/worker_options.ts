import type { JoinWorkersOptions } from "../../runtime/collectives/mod.ts";
import type { Cluster } from "./cluster.ts";
import type { StartedWorkers, StartWorkersOptions } from "./start_workers.ts";

/** How a process trains with others. */
export interface WorkerOptions
  extends Cluster, Pick<JoinWorkersOptions, "bind" | "peerTimeoutSec"> {
  /** Whether one of the workers starts all others, on its machine. */
  readonly areBeside: boolean;
  /**
   * Starts the other workers, when the videos are there.
   *
   * @default they are started by somebody else
   */
  readonly startOthers?: ((onLine: StartWorkersOptions["onLine"]) => StartedWorkers) | undefined;
}
