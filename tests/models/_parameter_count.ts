import type { ParameterSpec } from "../../models/mod.ts";

/** How many numbers the tensors hold together. */
export function parameterCount(specs: readonly ParameterSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
