import { tf } from "../../../runtime/mod.ts";
import {
  crossContrastiveLoss,
  type CrossContrastiveLossOptions,
} from "./cross_contrastive_loss.ts";

/** Options of {@linkcode auxiliaryContrastiveLoss}. */
export interface AuxiliaryContrastiveLossOptions extends CrossContrastiveLossOptions {
  /**
   * [networks]: weight of each auxiliary network, in the order of the record; the softmax of a
   * parameter if they are to be learned.
   *
   * @default 1 / networks each
   */
  readonly weights?: tf.Tensor1D | undefined;
}

/**
 * Computes a weighted sum of contrasts between a network and several auxiliary ones, after DANet:
 * {@linkcode crossContrastiveLoss} with each of them. The gradient reaches all features.
 *
 * @param features [batch, width]
 * @param auxiliaries [batch, width] of each auxiliary network, for the same clips in the same order.
 * @throws {RangeError} If there is no auxiliary network, or features have different shapes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { auxiliaryContrastiveLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const features = tf.tensor2d([[1, 0], [-1, 0]]);
 * const auxiliaries = { places: features, objects: features };
 * const loss = auxiliaryContrastiveLoss(features, auxiliaries, { temperature: 0.5 });
 * assert.equal(loss.arraySync().toFixed(4), Math.log(1 + Math.exp(-4)).toFixed(4));
 * ```
 */
export function auxiliaryContrastiveLoss(
  features: tf.Tensor2D,
  auxiliaries: Readonly<Record<string, tf.Tensor2D>>,
  { temperature, weights }: AuxiliaryContrastiveLossOptions,
): tf.Scalar {
  const names = Object.keys(auxiliaries);
  checkWeights(names, weights);
  const contrasts = names.map((name) =>
    crossContrastiveLoss(features, auxiliaries[name]!, { temperature })
  );
  const terms = tf.stack(contrasts) as tf.Tensor1D;
  return weights ? tf.sum(tf.mul(terms, weights)) : tf.mean(terms);
}

function checkWeights(names: readonly string[], weights: tf.Tensor1D | undefined): void {
  if (names.length === 0) {
    throw new RangeError(
      "Cannot contrast with auxiliary networks as their number must be positive: " +
        "current value is 0",
    );
  }
  if (weights && weights.size !== names.length) {
    throw new RangeError(
      `Cannot contrast with auxiliary networks as 'weights' must have ${names.length} values ` +
        `(${names.join(", ")}): current value has ${weights.size}`,
    );
  }
}
