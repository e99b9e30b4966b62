import assert from "node:assert/strict";
import { cropFrames, flowLevels, opticalFlow } from "../../../operators/mod.ts";
import { compile, disposeTree, tf, uploadUint8 } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { differenceOf } from "../_difference.ts";
import { readRecorded } from "../_recorded.ts";
import { tensorTest } from "../_tensors.ts";
import { movingTexture } from "./_moving_texture.ts";

const SIZE = { height: 56, width: 72 };
const MOTION = { right: 1.5, down: -0.75 };

/** A texture and the same one moved by {@linkcode MOTION}. */
function movedPair(): [tf.Tensor4D, tf.Tensor4D] {
  return [movingTexture(SIZE), movingTexture({ ...SIZE, ...MOTION })];
}

/** Lengths of the differences between two fields, leaving out a margin. */
function endpointErrors(flow: tf.Tensor4D, expected: tf.Tensor, margin = 0): tf.Tensor {
  const [count, height, width] = flow.shape;
  const errors = tf.norm(tf.sub(flow, expected), 2, 3);
  const size = [count, height - 2 * margin, width - 2 * margin];
  return tf.slice(errors, [0, margin, margin], size);
}

function meanOf(values: tf.Tensor): number {
  return tf.mean(values).arraySync() as number;
}

function largestOf(values: tf.Tensor): number {
  return tf.max(values).arraySync() as number;
}

Deno.test("opticalFlow() finds the displacement of a texture to less than 0.1 pixels", () =>
  withoutLeaks(() => {
    const flow = opticalFlow(...movedPair());
    assert.deepEqual(flow.shape, [1, 56, 72, 2]);
    const motion = tf.tensor1d([MOTION.right, MOTION.down]);
    const inside = largestOf(endpointErrors(flow, motion, 12));
    assert.ok(inside < 0.1, `inside the frame the largest error is ${inside}`);
    const everywhere = largestOf(endpointErrors(flow, motion));
    assert.ok(everywhere < 0.5, `with the border the largest error is ${everywhere}`);
  }));

Deno.test("opticalFlow() finds displacements of many pixels from coarse to fine", () =>
  withoutLeaks(() => {
    const size = { height: 96, width: 128 };
    const frames = movingTexture({ ...size, scale: 3 });
    const next = movingTexture({ ...size, scale: 3, right: -3, down: 1 });
    const motion = tf.tensor1d([-9, 3]);
    const error = meanOf(endpointErrors(opticalFlow(frames, next), motion, 16));
    assert.ok(error < 0.1, `the mean error is ${error}`);
    const fineOnly = meanOf(endpointErrors(opticalFlow(frames, next, { scales: 1 }), motion, 16));
    assert.ok(fineOnly > 1, `at one scale the mean error is ${fineOnly}`);
  }));

Deno.test("opticalFlow() is zero where nothing moves, in frames of one level too", () =>
  withoutLeaks(() => {
    const frames = tf.concat([movingTexture(SIZE), tf.fill<tf.Rank.R4>([1, 56, 72, 3], 7)]);
    assert.equal(largestOf(tf.abs(opticalFlow(frames, frames))), 0);
  }));

Deno.test("opticalFlow() of mirrored frames is the mirrored flow with u negated", () =>
  withoutLeaks(() => {
    const [frames, next] = movedPair();
    const flow = opticalFlow(frames, next);
    const ofMirrored = opticalFlow(tf.reverse(frames, 2), tf.reverse(next, 2));
    const mirrored = tf.mul(tf.reverse(flow, 2), tf.tensor1d([-1, 1]));
    const error = largestOf(endpointErrors(ofMirrored, mirrored, 4));
    assert.ok(error < 0.05, `the largest difference is ${error}`);

    const box = { top: 6, left: 10, height: 40, width: 50 };
    const mirroredBox = { ...box, left: SIZE.width - box.left - box.width };
    const levelsOf = (field: tf.Tensor4D, plan: { box: typeof box; flip: boolean }) =>
      flowLevels(cropFrames(field, [plan], [32, 32]), [plan]);
    const flipped = levelsOf(flow, { box, flip: true });
    const plain = levelsOf(ofMirrored, { box: mirroredBox, flip: false });
    const levels = largestOf(tf.abs(tf.sub(flipped, plain)));
    assert.ok(levels < 0.5, `the largest difference is ${levels} levels`);
  }));

Deno.test("opticalFlow() of enlarged frames is the enlarged flow, scaled with it", () =>
  withoutLeaks(() => {
    const size = { height: 2 * SIZE.height, width: 2 * SIZE.width };
    const [frames, next] = movedPair();
    const plan = { box: { top: 0, left: 0, ...SIZE }, flip: false };
    const levels = flowLevels(
      cropFrames(opticalFlow(frames, next), [plan], [size.height, size.width]),
      [plan],
    );
    const large = opticalFlow(
      movingTexture({ ...size, scale: 2 }),
      movingTexture({ ...size, ...MOTION, scale: 2 }),
    );
    const largeLevels = flowLevels(large, [{ box: { top: 0, left: 0, ...size }, flip: false }]);
    const difference = meanOf(tf.abs(tf.sub(levels, largeLevels)));
    assert.ok(difference < 0.5, `the mean difference is ${difference} levels`);
  }));

const OPENCV = await readRecorded("flow");

/** The fixture's two frames and what OpenCV found. */
function opencvPair() {
  const tensor = (name: string) => {
    const recorded = OPENCV.tensors.get(name);
    assert.ok(recorded !== undefined, `flow.safetensors has no tensor ${name}`);
    return recorded;
  };
  const frame = (name: string): tf.Tensor4D => {
    const { values, shape: [height, width] } = tensor(name);
    assert.ok(values instanceof Uint8Array);
    return uploadUint8<tf.Rank.R4>(values, [1, height!, width!, 3]);
  };
  const { values, shape } = tensor("flow");
  const flow = tf.tensor4d(Float32Array.from(values, Number), [1, ...shape] as [1, 72, 96, 2]);
  return { frames: frame("frames"), next: frame("next"), flow };
}

Deno.test("opticalFlow() is that of OpenCV's Dual TV-L1 to a mean of 0.3 pixels", () =>
  withoutLeaks(() => {
    const { frames, next, flow } = opencvPair();
    const error = meanOf(endpointErrors(opticalFlow(frames, next), flow));
    assert.ok(error < 0.15, `the mean endpoint error is ${error}`);
    const ofZero = meanOf(endpointErrors(tf.zerosLike(flow), flow));
    assert.ok(ofZero > 0.7, `the mean motion is ${ofZero}`);
  }));

Deno.test("opticalFlow() treats every pair on its own, many or large ones in parts", () =>
  withoutLeaks(() => {
    const shortest = { scales: 1, warps: 1, iterations: 1 };
    // At once at most 8 pairs and 2^20 pixels: here 8 and 3, then 3 and 1.
    for (
      const { height, width, count } of [
        { height: 20, width: 24, count: 11 },
        { height: 512, width: 520, count: 4 },
      ]
    ) {
      const frames = Array.from({ length: count }, (_, index) => {
        return movingTexture({ height, width, right: index / 2 });
      });
      const next = [...frames.slice(1), frames[0]!];
      const together = opticalFlow(tf.concat(frames), tf.concat(next), shortest);
      const apart = frames.map((frame, index) => opticalFlow(frame, next[index]!, shortest));
      assert.ok(differenceOf([together], [tf.concat(apart)]) < 1e-5);
    }
  }));

tensorTest("opticalFlow() gives the same compiled as op by op, and for int32 frames", async () => {
  const { frames, next, flow: expected } = opencvPair();
  const inputs = { frames: frames.toInt(), next: next.toInt() };
  using compiled = compile((pair: typeof inputs) => ({
    flow: opticalFlow(pair.frames, pair.next, { scales: 2, warps: 2 }),
  }));
  const traced = await compiled(inputs);
  const flow = opticalFlow(frames, next, { scales: 2, warps: 2 });
  assert.equal(traced.flow.dtype, "float32");
  assert.ok(differenceOf(traced, { flow }) < 1e-4);
  disposeTree([frames, next, expected, inputs, traced, flow]);
});

Deno.test("opticalFlow() of the smallest frames is finite", () =>
  withoutLeaks(() => {
    const frames = tf.tile<tf.Tensor4D>(tf.tensor4d([0, 9, 4, 5], [1, 2, 2, 1]), [1, 1, 1, 3]);
    const flow = opticalFlow(frames, tf.zerosLike(frames));
    assert.deepEqual(flow.shape, [1, 2, 2, 2]);
    assert.ok(flow.dataSync().every(Number.isFinite));
  }));

Deno.test("opticalFlow() refuses frames that do not pair, a single row, and no iterations", () =>
  withoutLeaks(() => {
    const frames = tf.zeros<tf.Rank.R4>([2, 16, 16, 3]);
    const row = tf.zeros<tf.Rank.R4>([1, 1, 16, 3]);
    assert.throws(() => opticalFlow(frames, tf.zeros([2, 16, 15, 3])), {
      name: "RangeError",
      message: "Cannot compute optical flow as the shape of the next frames must be " +
        "[2,16,16,3]: current value is [2,16,15,3]",
    });
    assert.throws(() => opticalFlow(row, row), {
      name: "RangeError",
      message: "Cannot compute optical flow as height and width must be at least 2: " +
        "current value is 1×16",
    });
    assert.throws(() => opticalFlow(frames, frames, { iterations: 0 }), {
      name: "RangeError",
      message: "Cannot compute optical flow as 'iterations' must be a positive integer: " +
        "current value is 0",
    });
  }));
