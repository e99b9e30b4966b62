import assert from "node:assert/strict";
import { refineFlow } from "../../../operators/device/_tv_l1.ts";
import { tf } from "../../../runtime/mod.ts";
import { WORTH_COMPILING } from "../../../runtime/fused_kernel.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { differenceOf } from "../_difference.ts";
import { plainTvL1, type Plane, planeOf } from "./_plain_flow.ts";

const REFINEMENT = { warps: 3, iterations: 6 };

const FIRST: Plane = planeOf(
  Array.from({ length: 9 }, () => new Array<number>(11).fill(0)),
  (row, column) => 120 + 60 * Math.sin(0.7 * column) + 50 * Math.cos(0.5 * row + 0.3 * column),
);

/** {@linkcode FIRST}, moved and brightened. */
const SECOND: Plane = planeOf(FIRST, (row, column) => {
  const [y, x] = [row - 0.6, column + 0.9];
  return 122 + 60 * Math.sin(0.7 * x) + 50 * Math.cos(0.5 * y + 0.3 * x);
});

/** The images of `count` equal pairs, `[2, count, 9, 11]`. */
function equalPairs(count: number): tf.Tensor4D {
  const pair = tf.tensor4d([[FIRST], [SECOND]] as number[][][][]);
  return tf.tile(pair, [1, count, 1, 1]);
}

// Large tensors are computed by compiled kernels, small ones op by op.
for (const count of [1, Math.ceil(WORTH_COMPILING / (9 * 11))]) {
  Deno.test(`refineFlow() is TV-L1 as written pixel by pixel, for ${count} pairs`, () =>
    withoutLeaks(() => {
      const images = equalPairs(count);
      const flow = refineFlow(tf.zerosLike(images), images, REFINEMENT);
      const expected = plainTvL1(FIRST, SECOND, REFINEMENT);
      const pair = tf.tensor4d([[expected[0]], [expected[1]]] as number[][][][]);
      assert.ok(differenceOf([flow], [tf.tile(pair, [1, count, 1, 1])]) < 1e-3);
      assert.ok(tf.max(tf.abs(pair)).arraySync() as number > 0.5);
    }));
}

Deno.test("refineFlow() starts from the flow that it gets, which stays the caller's", () =>
  withoutLeaks(() => {
    const images = equalPairs(1);
    const [first] = tf.unstack(images);
    const still = tf.stack([first!, first!]) as tf.Tensor4D;
    const start = tf.zerosLike(images);
    const shortest = { warps: 1, iterations: 1 };
    assert.equal(tf.max(tf.abs(refineFlow(start, still, shortest))).arraySync(), 0);
    const away = tf.fill<tf.Rank.R4>(images.shape, 0.25);
    const refined = refineFlow(away, still, shortest);
    assert.ok(tf.max(tf.abs(refined)).arraySync() as number > 0.2);
    assert.equal(tf.min(away).arraySync(), 0.25);
  }));
