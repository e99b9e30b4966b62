import { initialize } from "./initialize.ts";
import { inParts } from "./_in_parts.ts";
import type { Model } from "./model.ts";

/**
 * Makes a network of its properties: its state is drawn as the specs of its tensors say, and it
 * computes large batches in parts.
 */
export function modelOf(properties: Omit<Model, "initialize">): Model {
  const { parameters, statistics } = properties;
  return {
    ...properties,
    forward: inParts(properties.forward),
    initialize: (seed) => ({
      parameters: initialize(parameters, seed),
      statistics: initialize(statistics, seed),
    }),
  };
}
