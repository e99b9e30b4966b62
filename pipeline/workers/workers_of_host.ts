import type { Cluster } from "./cluster.ts";

/** Returns how many workers of a cluster are on the machine of this one, as those of one host are. */
export function workersOfHost({ addresses, task }: Cluster): number {
  const hosts = addresses.map(hostOf);
  return hosts.filter((host) => host === hosts[task]).length;
}

function hostOf(address: string): string {
  const host = address.slice(0, address.lastIndexOf(":"));
  return host === "localhost" ? "127.0.0.1" : host;
}
