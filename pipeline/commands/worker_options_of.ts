import { freeAddresses } from "../workers/free_addresses.ts";
import type { WorkerOptions } from "../workers/worker_options.ts";
import type { TrainCommandOptions } from "./train_command_options.ts";

/** Returns how a process trains with others; undefined if it trains alone. */
export function workerOptionsOf(
  { workers = 1, cluster, bind, peerTimeoutSec, beside = false }: TrainCommandOptions,
): WorkerOptions | undefined {
  if (cluster !== undefined) return { ...cluster, areBeside: beside, bind, peerTimeoutSec };
  if (workers === 1) return undefined;
  return { addresses: freeAddresses(workers), task: 0, areBeside: true, peerTimeoutSec };
}
