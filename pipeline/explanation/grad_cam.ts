import type { Model, ModelState } from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";

/** What a network is explained with. */
export interface ExplainedPass extends ModelState {
  /** [batch, frames, height, width, 3], normalized. */
  readonly clips: tf.Tensor5D;
  /**
   * [batch, classes]: 1 for the class of which the answer is explained, otherwise 0. With several
   * ones, the class among them that the network holds most probable.
   */
  readonly explained: tf.Tensor2D;
}

/** Added to the logits of classes that are not explained: none of them is the highest. */
const EXCLUDED = -1e9;

/**
 * Computes Grad-CAM (Selvaraju et al., 2017, equations 1 and 2) over time and space: the features of
 * the last stage, each channel weighted by the mean over all positions of the gradient of the
 * explained class's logit, summed over the channels; what is negative, evidence for other classes,
 * becomes 0. Of a network whose head is a mean and a linear layer, the weights are those of the head.
 *
 * @returns [batch, frames, rows, columns], at least 0, in units of the logit.
 * @throws {TypeError} If the network does not report features.
 */
export function gradCam(model: Model, { explained, ...input }: ExplainedPass): tf.Tensor4D {
  return tf.tidy(() => {
    const features = featuresOf(model, input);
    const logitFrom = (replaced: tf.Tensor) => {
      const readOut = { onFeatures: () => replaced as tf.Tensor5D };
      const { logits } = model.forward({ ...input, training: false, readOut });
      const excluded = tf.mul(tf.sub(1, explained), EXCLUDED);
      return tf.sum<tf.Scalar>(tf.max(tf.add(logits, excluded), 1));
    };
    const gradient = tf.grad(logitFrom)(features);
    const weights = tf.mean(gradient, [1, 2, 3], true);
    return tf.relu(tf.sum<tf.Tensor4D>(tf.mul(features, weights), 4));
  });
}

function featuresOf(model: Model, input: Omit<ExplainedPass, "explained">): tf.Tensor5D {
  const reported: tf.Tensor5D[] = [];
  const onFeatures = (features: tf.Tensor5D) => {
    reported.push(features);
    return features;
  };
  model.forward({ ...input, training: false, readOut: { onFeatures } });
  const [features] = reported;
  if (features !== undefined) return features;
  throw new TypeError(
    `Cannot explain '${model.name}' by Grad-CAM as it must report the features of its last ` +
      "stage: it reports none",
  );
}
