import assert from "node:assert/strict";
import fc from "fast-check";
import { cropFrames, temporalGradient } from "../../../operators/mod.ts";
import { tf, uploadUint8 } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { tensorTest } from "../_tensors.ts";

const SHAPE: [number, number, number, number] = [2, 6, 8, 3];

/** A frame of random levels and the one after it, from a seed. */
function framePair(seed: number): [tf.Tensor4D, tf.Tensor4D] {
  const levels = (seed: number) =>
    tf.floor(tf.randomUniform<tf.Rank.R4>(SHAPE, 0, 256, "float32", seed));
  return [levels(seed), levels(seed + 1)];
}

Deno.test("temporalGradient() is half the difference in whole levels, for all pairs of levels", () =>
  withoutLeaks(() => {
    const levels = Array.from({ length: 256 }, (_, level) => level);
    const firsts = levels.flatMap((level) => new Array<number>(256).fill(level));
    const seconds = levels.flatMap(() => levels);
    const toFrame = (values: number[]) =>
      uploadUint8<tf.Rank.R4>(Uint8Array.from(values), [1, 256, 256, 1]);
    const gradient = temporalGradient(toFrame(firsts), toFrame(seconds)).dataSync();
    firsts.forEach((first, index) => {
      assert.equal(gradient[index], Math.trunc((first - seconds[index]! + 255) / 2));
    });
  }));

Deno.test("temporalGradient() takes int32 frames", () =>
  withoutLeaks(() => {
    const [frame, next] = framePair(1);
    const gradient = temporalGradient(frame.toInt(), next.toInt());
    assert.equal(gradient.dtype, "float32");
    assert.deepEqual(gradient.arraySync(), temporalGradient(frame, next).arraySync());
  }));

tensorTest(
  "temporalGradient() commutes with cutting and mirroring exactly, with scaling to one level",
  () =>
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1000),
          top: fc.integer({ min: 0, max: 2 }),
          left: fc.integer({ min: 0, max: 3 }),
          flip: fc.boolean(),
          scale: fc.constantFrom(1, 0.7, 1.5),
        }),
        ({ seed, top, left, flip, scale }) =>
          withoutLeaks(() => {
            const plan = { box: { top, left, height: 4, width: 5 }, flip };
            const size = [Math.ceil(4 * scale), Math.ceil(5 * scale)] as const;
            const crop = (frames: tf.Tensor4D) => cropFrames(frames, [plan], size);
            const [frame, next] = framePair(seed);
            // Sampling between pixels leaves rounding errors, where whole levels are meant too.
            const whole = (frames: tf.Tensor4D) => scale === 1 ? tf.round(frames) : frames;
            const cropped = temporalGradient(whole(crop(frame)), whole(crop(next)));
            const difference = tf.sub(whole(crop(temporalGradient(frame, next))), cropped);
            const largest = tf.max(tf.abs(difference)).arraySync() as number;
            assert.ok(largest <= (scale === 1 ? 0 : 1 + 1e-4), `largest difference ${largest}`);
          }),
      ),
      { numRuns: 30 },
    ),
);

Deno.test("temporalGradient() refuses next frames in another shape", () =>
  withoutLeaks(() => {
    assert.throws(() => temporalGradient(tf.zeros([2, 4, 6, 3]), tf.zeros([1, 4, 6, 3])), {
      name: "RangeError",
      message: "Cannot compute temporal gradient as the shape of the next frames must be " +
        "[2,4,6,3]: current value is [1,4,6,3]",
    });
  }));
