import type { Config } from "../config/config.ts";
import type { Method } from "./method.ts";

/** Returns the final weights of a method's loss terms, by name. */
export function lossWeights(
  method: Pick<Method, "weights">,
  settings: Config["method"],
): Readonly<Record<string, number>> {
  const { gamma: pseudoLabel, beta: contrast } = settings;
  return { ...method.weights?.(settings) ?? { pseudoLabel, contrast }, ...settings.weights };
}
