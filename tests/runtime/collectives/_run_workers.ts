import type { JoinWorkersOptions } from "../../../runtime/collectives/mod.ts";
import { freeAddresses } from "../../../pipeline/workers/free_addresses.ts";
import { type EndedWorker, type RunningWorker, startWorker } from "../../_workers.ts";
import type { WorkerArgument } from "./worker.ts";

const PROGRAM = "tests/runtime/collectives/worker.ts";

/** What differs from the usual options. */
type Options = Partial<JoinWorkersOptions>;

/** Starts a worker. */
export function start(argument: WorkerArgument): RunningWorker {
  return startWorker(PROGRAM, argument);
}

/** A worker says it if others start late, which is up to the machine. */
const WAITING = /^worker \d waits for .*\n/gm;

/** Runs workers to their ends, each with its act; that they waited for each other is left out. */
export function runAll(acts: readonly WorkerArgument["act"][], options: readonly Options[] = []) {
  const addresses = freeAddresses(acts.length);
  const workers = acts.map((act, task): RunningWorker => {
    const { process, ended } = start({ act, options: { addresses, task, ...options[task] } });
    return { process, ended: withoutWaiting(ended) };
  });
  return { addresses, workers, ends: Promise.all(workers.map(({ ended }) => ended)) };
}

async function withoutWaiting(ended: Promise<EndedWorker>): Promise<EndedWorker> {
  const end = await ended;
  return { ...end, stderr: end.stderr.replace(WAITING, "") };
}
