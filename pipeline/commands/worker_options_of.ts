import { freeAddresses } from "../workers/free_addresses.ts";
import type { WorkerOptions } from "../workers/worker_options.ts";
import type { TrainCommandOptions } from "./train_command_options.ts";

/** Returns how a process trains with others; undefined if it trains alone. */
export function workerOptionsOf(
  { workers = 1, cluster, bind, peerTimeoutSec }: TrainCommandOptions,
): WorkerOptions | undefined {
  if (cluster !== undefined) return { ...cluster, bind, peerTimeoutSec };
  return workers === 1 ? undefined : { addresses: freeAddresses(workers), task: 0, peerTimeoutSec };
}
