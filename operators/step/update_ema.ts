import { tf } from "../../runtime/mod.ts";
import type { Parameters } from "../../models/mod.ts";

/**
 * Returns an exponential moving average after one more step: `decay` times the previous average
 * plus `1 - decay` times the current tensors.
 *
 * @param average The previous average, by name.
 * @param current Must have a tensor for every name of `average`.
 * @param decay Share of the previous average, in [0, 1).
 * @returns Tensors that belong to the surrounding `tf.tidy`.
 * @throws {ReferenceError} If `current` has no tensor for a name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hostValues, updateEma } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const average = updateEma({ weight: tf.scalar(4) }, { weight: tf.scalar(8) }, 0.75);
 *   assert.deepEqual(hostValues(average), { weight: 5 });
 * });
 * ```
 */
export function updateEma(average: Parameters, current: Parameters, decay: number): Parameters {
  return Object.fromEntries(
    Object.entries(average).map(([name, before]) => {
      const tensor = current[name];
      if (tensor === undefined) {
        throw new ReferenceError(`Cannot average '${name}' as there must be a tensor of that name`);
      }
      return [name, tf.add(tf.mul(before, decay), tf.mul(tensor, 1 - decay))];
    }),
  );
}
