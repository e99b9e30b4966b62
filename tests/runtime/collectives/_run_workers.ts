import type { JoinWorkersOptions } from "../../../runtime/collectives/mod.ts";
import { freeAddresses } from "../../../pipeline/workers/free_addresses.ts";
import { type RunningWorker, startWorker } from "../../_workers.ts";
import type { WorkerArgument } from "./worker.ts";

const PROGRAM = "tests/runtime/collectives/worker.ts";

/** What differs from the usual options. */
type Options = Partial<JoinWorkersOptions>;

/** Starts a worker. */
export function start(argument: WorkerArgument): RunningWorker {
  return startWorker(PROGRAM, argument);
}

/** Runs workers to their ends, each with its act. */
export function runAll(acts: readonly WorkerArgument["act"][], options: readonly Options[] = []) {
  const addresses = freeAddresses(acts.length);
  const workers = acts.map((act, task) =>
    start({ act, options: { addresses, task, ...options[task] } })
  );
  return { addresses, workers, ends: Promise.all(workers.map(({ ended }) => ended)) };
}
