import type { Model } from "./model.ts";
import type { ParameterSpec } from "./parameter_spec.ts";

/**
 * Returns the same network with some parameters that are not trained. Their specs are marked
 * `frozen`; norms and blocks that have no other parameters work as in evaluation, with the
 * statistics that they have.
 *
 * @param isFrozen Whether a parameter is frozen, by its name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, freeze } from "@actnetformer/deno/models";
 *
 * const model = freeze(createModel("slow_r50"), (name) => name.startsWith("blocks.0."));
 * assert.equal(model.parameters.filter(({ frozen }) => frozen).length, 3);
 * ```
 */
export function freeze(model: Model, isFrozen: (name: string) => boolean): Model {
  const parameters = model.parameters.map((spec): ParameterSpec =>
    isFrozen(spec.name) ? { ...spec, frozen: true } : spec
  );
  const names = parameters.filter(({ frozen }) => frozen).map(({ name }) => name);
  const frozen: ReadonlySet<string> = new Set(names);
  return { ...model, parameters, forward: (input) => model.forward({ ...input, frozen }) };
}
