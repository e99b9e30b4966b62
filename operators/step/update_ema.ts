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
 * @throws {RangeError} If `decay` is not in [0, 1), or a tensor has another shape than its average.
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
  if (!(decay >= 0 && decay < 1)) {
    throw new RangeError(
      `Cannot average as 'decay' must be a number from 0 to below 1: current value is ${decay}`,
    );
  }
  return Object.fromEntries(
    Object.entries(average).map(([name, before]) => {
      const tensor = current[name];
      if (tensor === undefined) {
        throw new ReferenceError(`Cannot average '${name}' as there must be a tensor of that name`);
      }
      if (`${tensor.shape}` !== `${before.shape}`) {
        throw new RangeError(
          `Cannot average '${name}' as its shape must be [${before.shape}], that of the average: ` +
            `current value is [${tensor.shape}]`,
        );
      }
      return [name, tf.add(tf.mul(before, decay), tf.mul(tensor, 1 - decay))];
    }),
  );
}
