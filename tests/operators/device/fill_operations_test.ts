import assert from "node:assert/strict";
import { applyStrongOperation } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tensorTest, valuesOf } from "../_tensors.ts";

/** Two frames of 8 × 8 pixels with increasing values. */
function counting(): tf.Tensor4D {
  return tf.tidy(() => tf.range(0, 2 * 8 * 8 * 3).mod(100).reshape<tf.Tensor4D>([2, 8, 8, 3]));
}

tensorTest(
  "dropChannels() fills whole channels and leaves the others",
  () => {
    const frames = counting();
    const before = Array.from(frames.dataSync());
    const dropped = applyStrongOperation(frames, {
      name: "channelDropout",
      channels: [0, 2],
      fill: 115,
    });
    frames.dispose();
    assert.deepEqual(
      valuesOf(dropped),
      before.map((value, index) => index % 3 === 1 ? value : 115),
    );
  },
);

tensorTest("dropPixels() fills the same drawn pixels in every frame", () => {
  const large = tf.zeros<tf.Rank.R4>([2, 64, 64, 3]);
  const drop = (seed: [number, number]) =>
    valuesOf(applyStrongOperation(large, { name: "pixelDropout", rate: 0.2, seed, fill: 115 }));
  const dropped = drop([1, 2]);
  const again = drop([1, 2]);
  const otherSeed = drop([1, 3]);
  large.dispose();
  assert.deepEqual(dropped, again);
  assert.notDeepEqual(dropped, otherSeed);
  const half = dropped.length / 2;
  assert.deepEqual(dropped.slice(0, half), dropped.slice(half));
  dropped.forEach((value, index) => {
    assert.equal(value, dropped[index - index % 3], "all three channels together");
    assert.ok(value === 0 || value === 115);
  });
  const share = dropped.filter((value) => value === 115).length / dropped.length;
  assert.ok(Math.abs(share - 0.2) < 0.03, `${share} of the pixels are dropped`);
});
