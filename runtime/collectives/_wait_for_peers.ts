import { askPeer } from "./_ask_peer.ts";
import { describeWorker } from "./_describe_worker.ts";
import { WorkerError } from "./worker_error.ts";
import type { Workers } from "./workers.ts";

/** Options of {@linkcode waitForPeers}. */
export interface WaitForPeersOptions {
  /** Maximum time to wait. */
  readonly startTimeoutSec: number;
  /** Called with a line that says which workers are missing. */
  readonly notify?: ((line: string) => void) | undefined;
  /** Ends the wait, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const BETWEEN_QUESTIONS_MS = 200;
const ANSWER_MS = 2000;
const FIRST_NOTICE_MS = 2000;
const BETWEEN_NOTICES_MS = 30_000;

/**
 * Waits until all other workers answer.
 *
 * @throws {WorkerError} If some do not come in time.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function waitForPeers(
  group: Workers,
  { startTimeoutSec, notify, signal }: WaitForPeersOptions,
): Promise<void> {
  const startedAt = performance.now();
  let nextNotice = startedAt + FIRST_NOTICE_MS;
  let missing = [...group.addresses.keys()].filter((task) => task !== group.task);
  while (true) {
    missing = await unanswered(missing);
    if (missing.length === 0) return;
    signal?.throwIfAborted();
    const now = performance.now();
    const names = missing.map((task) => describeWorker(task, group)).join(", ");
    if (now - startedAt >= startTimeoutSec * 1000) {
      throw new WorkerError(
        `Cannot start worker ${group.task} as all ${group.size} workers must come within ` +
          `${startTimeoutSec} s: ${missing.length} did not, ${names}`,
        { task: missing.length === 1 ? missing[0] : undefined },
      );
    }
    if (now >= nextNotice) {
      notify?.(`worker ${group.task} waits for ${names}`);
      nextNotice = now + BETWEEN_NOTICES_MS;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_QUESTIONS_MS));
  }
}

/** Returns those of some workers that do not answer. */
async function unanswered(tasks: readonly number[]): Promise<number[]> {
  const answers = await Promise.all(tasks.map((task) => askPeer(task, ANSWER_MS)));
  return tasks.filter((_, index) => answers[index] !== "there");
}
