import type { Cluster } from "./cluster.ts";
import { workersOfHost } from "./workers_of_host.ts";

/** The processors that there are, and those that this process may use. */
export interface Cores {
  readonly usable: number;
  readonly all: number;
  /** Whether one of the workers has started the others, which then may use the same ones. */
  readonly areShared: boolean;
}

/**
 * Returns how many threads one of several workers computes and decodes with: its share of those of
 * its machine, as those of the same host are on one. A process that somebody else has started, and
 * that was given some of the processors, has its share already.
 */
export function coresOfWorker(
  cluster: Cluster,
  { usable, all, areShared }: Cores,
): number {
  if (usable < all && !areShared) return usable;
  return Math.max(1, Math.floor(usable / workersOfHost(cluster)));
}
