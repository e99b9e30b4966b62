import assert from "node:assert/strict";
import { auxiliaryContrastiveLoss } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { cosine, logSumExp, mean } from "../_plain.ts";
import { checkAlike, type Matrix } from "../_term.ts";
import { drawNormal } from "../../../_draw_normal.ts";

const TEMPERATURE = 0.1;

/** Both directions of the contrast between two branches. */
function contrast(features: Matrix, others: Matrix): number {
  return (towards(features, others) + towards(others, features)) / 2;
}

function towards(rows: Matrix, others: Matrix): number {
  return mean(
    rows.map((row, index) =>
      logSumExp(others.map((other) => cosine(row, other) / TEMPERATURE)) -
      cosine(row, others[index]!) / TEMPERATURE
    ),
  );
}

Deno.test("auxiliaryContrastiveLoss() is the mean over auxiliary networks", async () => {
  await checkAlike({
    of: (features, objects, places) =>
      auxiliaryContrastiveLoss(features!, { objects: objects!, places: places! }, {
        temperature: TEMPERATURE,
      }),
    plain: ([features, objects, places]) =>
      mean([objects!, places!].map((others) => contrast(features!, others))),
  }, 3);
});

Deno.test("auxiliaryContrastiveLoss() takes weights, which may be learned", () => {
  tf.tidy(() => {
    const features = drawNormal<tf.Rank.R2>([4, 3], 1);
    const objects = drawNormal<tf.Rank.R2>([4, 3], 2);
    const places = drawNormal<tf.Rank.R2>([4, 3], 3);
    const { value, grad } = tf.valueAndGrad((weights) =>
      auxiliaryContrastiveLoss(features, { objects, places }, {
        temperature: TEMPERATURE,
        weights: weights as tf.Tensor1D,
      })
    )(tf.tensor1d([0.25, 2]));
    const [withObjects, withPlaces] = [objects, places].map((others) =>
      contrast(features.arraySync(), others.arraySync())
    );
    const expected = 0.25 * withObjects! + 2 * withPlaces!;
    assert.ok(Math.abs(value.dataSync()[0]! - expected) < 1e-5 * expected);
    const slopes = grad.dataSync();
    assert.ok(Math.abs(slopes[0]! - withObjects!) < 1e-5 * withObjects!);
    assert.ok(Math.abs(slopes[1]! - withPlaces!) < 1e-5 * withPlaces!);
  });
});

Deno.test("auxiliaryContrastiveLoss() refuses no networks, and weights of others", () => {
  tf.tidy(() => {
    const features = tf.ones([2, 3]) as tf.Tensor2D;
    assert.throws(() => auxiliaryContrastiveLoss(features, {}, { temperature: 1 }), {
      name: "RangeError",
      message: "Cannot contrast with auxiliary networks as their number must be positive: " +
        "current value is 0",
    });
    const weights = tf.tensor1d([1]);
    const networks = { objects: features, places: features };
    assert.throws(() => auxiliaryContrastiveLoss(features, networks, { temperature: 1, weights }), {
      name: "RangeError",
      message: "Cannot contrast with auxiliary networks as 'weights' must have 2 values " +
        "(objects, places): current value has 1",
    });
  });
});
