import { PROJECTION_HEAD } from "./_projection_plan.ts";

/**
 * Whether a tensor belongs to a projection head, by its name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, isOfProjection, withProjection } from "@actnetformer/deno/models";
 *
 * const head = { layers: [128], normalized: false };
 * const { parameters } = withProjection(createModel("tsm_r18"), head);
 * const names = parameters.map(({ name }) => name).filter(isOfProjection);
 * assert.deepEqual(names, ["contrast_head.0.weight", "contrast_head.0.bias"]);
 * ```
 */
export function isOfProjection(name: string): boolean {
  return name.startsWith(`${PROJECTION_HEAD}.`);
}
