import type { Workers } from "./workers.ts";

/** Returns for example "worker 1 at 127.0.0.1:4001". */
export function describeWorker(task: number, { addresses }: Pick<Workers, "addresses">): string {
  return `worker ${task} at ${addresses[task]}`;
}
