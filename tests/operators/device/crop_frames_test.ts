import assert from "node:assert/strict";
import fc from "fast-check";
import { tf } from "../../../runtime/mod.ts";
import { cropFrames, type SpatialPlan } from "../../../operators/mod.ts";
import { tensorTest, valuesOf } from "../_tensors.ts";
import { compareWithReference, FRAME } from "./_reference_clip.ts";

tensorTest("cropFrames() mirrors and cuts as torchvision, byte for byte", () => {
  const levels = (clip: tf.Tensor4D, plan: SpatialPlan, size: [number, number]) =>
    tf.tidy(() => cropFrames(clip, [plan], size).round<tf.Tensor4D>());
  const flip = (clip: tf.Tensor4D) => levels(clip, { box: FRAME, flip: true }, [24, 32]);
  assert.deepEqual(compareWithReference(flip, "hflip.tv"), { largest: 0, share: 0 });
  const box = { top: 2, left: 3, height: 16, width: 20 };
  const cut = (clip: tf.Tensor4D) => levels(clip, { box, flip: false }, [16, 20]);
  assert.deepEqual(compareWithReference(cut, "crop.tv"), { largest: 0, share: 0 });
});

for (const [height, width] of [[20, 28], [36, 44], [11, 13]] as const) {
  tensorTest(
    `cropFrames() scales to ${height}×${width} as PyTorch's interpolate, to 0.001 levels`,
    () => {
      const scaled = (clip: tf.Tensor4D) =>
        cropFrames(clip, [{ box: FRAME, flip: false }], [height, width]);
      const { largest } = compareWithReference(
        scaled,
        `resize_${height}x${width}_bilinear_noaa.f32`,
      );
      assert.ok(largest < 1e-3, `largest difference is ${largest}`);
    },
  );
}

tensorTest(
  "cropFrames() reads nothing outside the frame, wherever its box lies",
  () =>
    fc.assert(fc.property(
      fc.record({
        frameSide: fc.integer({ min: 1, max: 40 }),
        size: fc.integer({ min: 1, max: 40 }),
        share: fc.double({ min: 0.1, max: 1, noNaN: true }),
        position: fc.constantFrom(0, 0.5, 1),
        flip: fc.boolean(),
      }),
      ({ frameSide, size, share, position, flip }) => {
        const side = frameSide * share;
        const start = (frameSide - side) * position;
        const box = { top: start, left: start, height: side, width: side };
        const white = tf.fill<tf.Rank.R4>([1, frameSide, frameSide, 3], 200);
        const values = valuesOf(cropFrames(white, [{ box, flip }], [size, size]));
        white.dispose();
        assert.ok(values.every((value) => Math.abs(value - 200) < 1e-3));
      },
    )),
);

tensorTest("cropFrames() gives each clip its own plan, the same for all its frames", () => {
  const columns = tf.tensor4d(
    [0, 10, 20, 30, 0, 10, 20, 30].flatMap((level) => [level, level, level]),
    [
      2,
      1,
      4,
      3,
    ],
  );
  const clips = tf.concat([columns, columns]);
  const box = { top: 0, left: 1, height: 1, width: 2 };
  const plans = [{ box, flip: false }, { box, flip: true }];
  const cropped = valuesOf(cropFrames(clips, plans, [1, 2]));
  assert.throws(() => cropFrames(columns, [...plans, plans[0]!], [1, 2]), {
    name: "RangeError",
    message: /must be a multiple of 3 plans: current value is 2/,
  });
  columns.dispose();
  clips.dispose();
  assert.equal(cropped.length, 24);
  const red = cropped.filter((_, index) => index % 3 === 0).map(Math.round);
  assert.deepEqual(red, [10, 20, 10, 20, 20, 10, 20, 10]);
});
