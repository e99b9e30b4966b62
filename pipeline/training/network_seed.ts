import type { PerNetwork } from "../../operators/mod.ts";

/** Returns the seed of a network's initial values: each network draws its own. */
export function networkSeed(network: keyof PerNetwork<unknown>, seed: number): number {
  return network === "primary" ? seed : ~seed >>> 0;
}
