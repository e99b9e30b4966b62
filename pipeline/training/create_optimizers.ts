import { decayedBySpec, layerRates, type Model, type Sgd, sgd } from "../../models/mod.ts";
import { mapNetworks, type PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Creates an optimizer for each network, which leaves the network's frozen parameters alone. */
export function createOptimizers(
  networks: PerNetwork<Model>,
  { momentum, weightDecay, layerDecay }: Config["optimizer"],
): PerNetwork<Sgd> {
  return mapNetworks(networks, (model) => {
    const frozen = new Set(
      model.parameters.filter(({ frozen }) => frozen).map(({ name }) => name),
    );
    return sgd({
      momentum,
      weightDecay,
      isDecayed: decayedBySpec(model.parameters),
      isFrozen: (name) => frozen.has(name),
      rateFactor: layerDecay === undefined ? undefined : layerRates(model, layerDecay),
    });
  });
}
