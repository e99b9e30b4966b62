import type { Cluster } from "./cluster.ts";

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
  { addresses, task }: Cluster,
  { usable, all, areShared }: Cores,
): number {
  if (usable < all && !areShared) return usable;
  const hosts = addresses.map(hostOf);
  const beside = hosts.filter((host) => host === hosts[task]).length;
  return Math.max(1, Math.floor(usable / beside));
}

function hostOf(address: string): string {
  const host = address.slice(0, address.lastIndexOf(":"));
  return host === "localhost" ? "127.0.0.1" : host;
}
