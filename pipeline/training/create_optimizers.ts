import { decayedBySpec, layerRates, type Model, type Sgd, sgd } from "../../models/mod.ts";
import { mapNetworks, type PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Creates an optimizer for each network, which leaves the network's frozen parameters alone. */
export function createOptimizers(
  networks: PerNetwork<Model>,
  { momentum, weightDecay, layerDecay }: Pick<
    Config["optimizer"],
    "momentum" | "weightDecay" | "layerDecay"
  >,
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
      rateFactor: rateFactors(model, layerDecay),
    });
  });
}

/** Returns the factor of the learning rate by the parameter's name: its own times its layer's. */
function rateFactors(model: Model, layerDecay = 1): (name: string) => number {
  const layerRate = layerRates(model, layerDecay);
  const rates = new Map(
    model.parameters.map(({ name, rateFactor = 1 }) => [name, rateFactor * layerRate(name)]),
  );
  return (name) => rates.get(name)!;
}
