import { classifierOf } from "./_classifier.ts";
import type { Model } from "./model.ts";

/**
 * Whether a parameter belongs to the classifier of a network, by its name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, isOfClassifier } from "@actnetformer/deno/models";
 *
 * const model = createModel("tsm_r18");
 * const names = model.parameters.map(({ name }) => name)
 *   .filter((name) => isOfClassifier(name, model));
 * assert.deepEqual(names, ["new_fc.weight", "new_fc.bias"]);
 * ```
 */
export function isOfClassifier(name: string, model: Pick<Model, "parameters">): boolean {
  return classifierOf(model).some((spec) => spec.name === name);
}
