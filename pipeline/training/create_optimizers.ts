import { decayedBySpec, type Model, type Sgd, sgd } from "../../models/mod.ts";
import { mapNetworks, type PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Creates an optimizer for each network. */
export function createOptimizers(
  networks: PerNetwork<Model>,
  { momentum, weightDecay }: Config["optimizer"],
): PerNetwork<Sgd> {
  return mapNetworks(
    networks,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
}
