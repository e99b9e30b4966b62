import { initialize } from "./initialize.ts";
import type { Model } from "./model.ts";

/** Makes a network of its parts: its state is drawn as the specs of its tensors say. */
export function modelOf(parts: Omit<Model, "initialize">): Model {
  const { parameters, statistics } = parts;
  return {
    ...parts,
    initialize: (seed) => ({
      parameters: initialize(parameters, seed),
      statistics: initialize(statistics, seed),
    }),
  };
}
