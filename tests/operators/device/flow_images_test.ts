import assert from "node:assert/strict";
import { flowImages, halvedImages } from "../../../operators/device/_flow_images.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { type Plane, planeOf } from "./_plain_flow.ts";

const SHAPE: [number, number, number, number] = [2, 5, 7, 3];

/** Smooths by the Gaussian's definition, with the edge mirrored. */
function plainSmoothed(plane: Plane): Plane {
  const weights = [-2, -1, 0, 1, 2].map((x) => Math.exp(-x * x / (2 * 0.85 ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mirrored = (position: number, length: number) => {
    if (position < 0) return -1 - position;
    return position < length ? position : 2 * length - 1 - position;
  };
  const [height, width] = [plane.length, plane[0]!.length];
  return planeOf(plane, (row, column) => {
    let sum = 0;
    weights.forEach((down, y) => {
      weights.forEach((right, x) => {
        const value = plane[mirrored(row + y - 2, height)]![mirrored(column + x - 2, width)]!;
        sum += down * right * value / total ** 2;
      });
    });
    return sum;
  });
}

function assertNear(actual: Plane, expected: Plane): void {
  planeOf(expected, (row, column) => {
    const difference = Math.abs(actual[row]![column]! - expected[row]![column]!);
    assert.ok(difference < 1e-3, `(${row}, ${column}) differs by ${difference}`);
    return difference;
  });
}

Deno.test("flowImages() are gray, stretched with their pair to 0…255, and smoothed", () =>
  withoutLeaks(() => {
    const frames = tf.randomUniform<tf.Rank.R4>(SHAPE, 20, 90, "float32", 1);
    const next = tf.randomUniform<tf.Rank.R4>(SHAPE, 60, 200, "float32", 2);
    const images = flowImages(frames, next).arraySync();
    assert.deepEqual([images.length, images[0]!.length], [2, 2]);
    const grayOf = (tensor: tf.Tensor4D) =>
      tensor.arraySync().map((frame) =>
        frame.map((row) => row.map(([r, g, b]) => 0.299 * r! + 0.587 * g! + 0.114 * b!))
      );
    const gray = [grayOf(frames), grayOf(next)];
    for (const pair of [0, 1]) {
      const values = gray.flatMap((side) => side[pair]!.flat());
      const [darkest, brightest] = [Math.min(...values), Math.max(...values)];
      gray.forEach((side, index) => {
        const stretched = planeOf(
          side[pair]!,
          (row, column) => 255 * (side[pair]![row]![column]! - darkest) / (brightest - darkest),
        );
        assertNear(images[index]![pair]!, plainSmoothed(stretched));
      });
    }
  }));

Deno.test("flowImages() of one level are zero", () =>
  withoutLeaks(() => {
    const frames = tf.fill<tf.Rank.R4>(SHAPE, 40);
    assert.equal(tf.max(tf.abs(flowImages(frames, frames))).arraySync(), 0);
  }));

Deno.test("halvedImages() round odd sides up and keep what is even or linear", () =>
  withoutLeaks(() => {
    const rows = tf.tile(tf.range(0, 14).reshape<tf.Tensor4D>([1, 1, 14, 1]), [2, 3, 1, 9]);
    const halved = halvedImages(rows);
    assert.deepEqual(halved.shape, [2, 3, 7, 5]);
    const column = tf.slice(halved, [1, 2, 0, 4], [1, 1, 7, 1]).dataSync();
    // Between two pixels each; the mirrored edge changes the outermost ones.
    [2.5, 4.5, 6.5, 8.5, 10.5].forEach((level, index) => {
      assert.ok(Math.abs(column[index + 1]! - level) < 1e-4, `${column}`);
    });
  }));
