import type { ParameterSpec } from "./parameter_spec.ts";

/**
 * Returns a function that says whether a parameter decays by its spec: weights do; biases, norms and
 * embeddings do not.
 *
 * @example
 * ```ts
 * import { createModel, decayedBySpec } from "@actnetformer/deno/models";
 * import assert from "node:assert/strict";
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
