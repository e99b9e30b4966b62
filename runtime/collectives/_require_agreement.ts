import { describeWorker } from "./_describe_worker.ts";
import { WorkerError } from "./worker_error.ts";
import type { Workers } from "./workers.ts";

/**
 * Requires that all workers have sent the same facts.
 *
 * @param texts What each worker has sent: a record of texts, as JSON.
 * @throws {WorkerError} If some differ; it names the first worker that differs from the first one.
 */
export function requireAgreement(texts: readonly string[], group: Workers): void {
  const [first = {}, ...others] = texts.map((text) => JSON.parse(text) as Record<string, string>);
  for (const [index, facts] of others.entries()) {
    const task = index + 1;
    for (const name of new Set([...Object.keys(first), ...Object.keys(facts)])) {
      if (facts[name] === first[name]) continue;
      throw new WorkerError(
        `Cannot start as the ${name} must be the same on all workers: ` +
          `${describeWorker(task, group)} has ${facts[name] ?? "none"}, ` +
          `worker 0 has ${first[name] ?? "none"}`,
        { task },
      );
    }
  }
}
