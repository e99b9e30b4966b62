import type { Cluster, ReadVariable } from "./cluster.ts";
import { slurmCluster } from "./slurm_cluster.ts";
import { tfConfigCluster } from "./tf_config_cluster.ts";

/** What the command line says about workers. */
export interface ClusterOptions {
  /** Addresses as host:port, with commas between them. */
  readonly cluster?: string | undefined;
  /** Number of this worker. */
  readonly task?: number | undefined;
  /** Number of workers on this machine. */
  readonly workers?: number | undefined;
}

/**
 * Returns which workers a process belongs to: by its command line, else by the environment, as
 * `TF_CONFIG` or Slurm describe them.
 *
 * @returns undefined for a process that trains alone, or that starts its workers itself.
 * @throws {RangeError} If a description is incomplete or contradicts itself.
 */
export function clusterOf(
  { cluster, task, workers }: ClusterOptions,
  read: ReadVariable,
): Cluster | undefined {
  if (cluster !== undefined) return givenCluster(cluster, task);
  if (task !== undefined) {
    throw new RangeError(
      "Cannot train as worker by --task as --cluster must list the addresses of all: " +
        "current value is none",
    );
  }
  if (workers !== undefined) return undefined;
  const found = tfConfigCluster(read) ?? slurmCluster(read);
  return found === undefined || found.addresses.length === 1 ? undefined : found;
}

function givenCluster(list: string, task: number | undefined): Cluster {
  const addresses = list.split(",").map((address) => address.trim());
  const last = addresses.length - 1;
  if (task !== undefined && Number.isInteger(task) && task >= 0 && task <= last) {
    return { addresses, task };
  }
  throw new RangeError(
    `Cannot train as one of ${addresses.length} workers as --task must be its number, from 0 to ` +
      `${last}: current value is ${task ?? "none"}`,
  );
}
