import type { Config } from "../config/config.ts";
import type { Method } from "./method.ts";

/** Returns the final weights of a method's loss terms, by name: γ and β, and the method's own. */
export function lossWeights(
  method: Pick<Method, "weights">,
  settings: Config["method"],
): Readonly<Record<string, number>> {
  const { gamma: pseudoLabel, beta: contrast } = settings;
  return { pseudoLabel, contrast, ...method.weights?.(settings), ...settings.weights };
}
