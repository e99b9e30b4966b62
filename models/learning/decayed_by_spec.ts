import type { ParameterSpec } from "../networks/parameter_spec.ts";

/**
 * Returns a function that says, by the parameter's name, whether weight decay applies according to
 * the specs: to weights, but not to biases, norms and embeddings.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, decayedBySpec } from "@actnetformer/deno/models";
 *
 * const isDecayed = decayedBySpec(createModel("slow_r50").parameters);
 * assert.equal(isDecayed("blocks.0.conv.weight"), true);
 * assert.equal(isDecayed("blocks.0.norm.weight"), false);
 * ```
 */
export function decayedBySpec(specs: readonly ParameterSpec[]): (name: string) => boolean {
  const names = new Set(specs.filter(({ decayed }) => decayed).map(({ name }) => name));
  return (name) => names.has(name);
}
