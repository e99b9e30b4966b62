import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { convolution } from "../../../runtime/ops/mod.ts";
import { composedConvolution } from "./_composed.ts";
import { assertNear, assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

type Kernel = [frames: number, height: number, width: number];

/** Name, kernel, stride, and height and width of the input. */
const CASES: readonly (readonly [string, Kernel, number, [number, number]])[] = [
  ["1×1×1", [1, 1, 1], 1, [5, 6]],
  ["1×1×1 of stride 2, even extents", [1, 1, 1], 2, [6, 4]],
  ["1×1×1 of stride 2, odd extents", [1, 1, 1], 2, [5, 7]],
  ["3×1×1", [3, 1, 1], 1, [5, 6]],
  ["3×1×1 on one pixel", [3, 1, 1], 1, [1, 1]],
  ["1×3×3", [1, 3, 3], 1, [5, 6]],
  ["1×3×3 on one pixel", [1, 3, 3], 1, [1, 1]],
  ["1×3×3 of stride 2, even extents", [1, 3, 3], 2, [6, 8]],
  ["1×3×3 of stride 2, odd extents", [1, 3, 3], 2, [7, 5]],
  ["1×7×7 of stride 2", [1, 7, 7], 2, [12, 10]],
  ["3×3×3", [3, 3, 3], 1, [5, 6]],
  ["3×3×3 of stride 2", [3, 3, 3], 2, [6, 5]],
  ["5×1×3", [5, 1, 3], 1, [4, 4]],
];

Deno.test.each(CASES)("convolution() equals the composed one: %s", (_, kernel, stride, size) => {
  assertSameGradients(
    (x: tf.Tensor5D, filter: tf.Tensor5D) => convolution(x, filter, { stride }),
    (x: tf.Tensor5D, filter: tf.Tensor5D) => composedConvolution(x, filter, stride),
    [[2, 4, ...size, 3], [...kernel, 3, 2]],
  );
});

// The gradient of a filter that is longer than the video is computed frame by frame.
Deno.test.each(
  [[3, 1], [3, 2], [5, 1], [5, 2], [5, 4]] as const,
)("convolution() of a filter of %i frames on %i equals the composed one", (length, frames) => {
  assertSameGradients(
    (x: tf.Tensor5D, filter: tf.Tensor5D) => convolution(x, filter, { stride: 1 }),
    (x: tf.Tensor5D, filter: tf.Tensor5D) => composedConvolution(x, filter, 1),
    [[2, frames, 5, 4, 3], [length, 3, 3, 3, 2]],
  );
});

// From 256 channels on, the filter's gradient is made of matrix products.
Deno.test.each(
  [
    ["3×1×1", [3, 1, 1], 1],
    ["1×3×3", [1, 3, 3], 1],
    ["1×3×3 of stride 2", [1, 3, 3], 2],
    ["1×1×1 of stride 2", [1, 1, 1], 2],
  ] as const,
)("convolution() of many channels equals the composed one: %s", (_, kernel, stride) => {
  for (const size of [[4, 3], [9, 8]]) {
    assertSameGradients(
      (x: tf.Tensor5D, filter: tf.Tensor5D) => convolution(x, filter, { stride }),
      (x: tf.Tensor5D, filter: tf.Tensor5D) => composedConvolution(x, filter, stride),
      [[2, 3, ...size, 256], [...kernel, 256, 3]],
    );
  }
});

Deno.test.each(
  [
    ["7×1×1 of stride 4", [7, 1, 1], 1, 4],
    ["1×1×1 of stride 2", [1, 1, 1], 1, 2],
    ["1×1×1 of stride 2 and 2 pixels", [1, 1, 1], 2, 2],
    ["1×3×3 of stride 2 and 2 pixels", [1, 3, 3], 2, 2],
    ["3×3×3 of stride 2", [3, 3, 3], 1, 2],
    ["3×3×3 of stride 2 and 2 pixels", [3, 3, 3], 2, 2],
  ] as const,
)("convolution() over frames equals the composed one: %s", (_, kernel, stride, frameStride) => {
  for (const frames of [1, 7, 8]) {
    for (const channels of [3, 256]) {
      assertSameGradients(
        (x: tf.Tensor5D, filter: tf.Tensor5D) => convolution(x, filter, { stride, frameStride }),
        (x: tf.Tensor5D, filter: tf.Tensor5D) => {
          return composedConvolution(x, filter, stride, frameStride);
        },
        [[2, frames, 5, 4, channels], [...kernel, channels, 2]],
      );
    }
  }
});

Deno.test.each(CASES)(
  "convolution() without input gradient has the same filter gradient: %s",
  (_, kernel, stride, size) => {
    tf.tidy(() => {
      const x = drawNormal<tf.Rank.R5>([2, 4, ...size, 3], 1);
      const filter = drawNormal<tf.Rank.R5>([...kernel, 3, 2], 2);
      const filterGradient = (inputGradient: boolean) => {
        const loss = (filter: tf.Tensor) =>
          tf.sum(tf.square(convolution(x, filter as tf.Tensor5D, { stride, inputGradient })));
        return tf.grad(loss)(filter);
      };
      assertNear(filterGradient(false), filterGradient(true), {
        tolerance: 1e-6,
        what: "gradient",
      });
    });
  },
);

Deno.test("convolution() refuses a kernel of even extent", () => {
  const x = tf.zeros<tf.Rank.R5>([1, 2, 4, 4, 1]);
  const filter = tf.zeros<tf.Rank.R5>([2, 1, 1, 1, 1]);
  assert.throws(() => convolution(x, filter), /must have odd extents/);
  tf.dispose([x, filter]);
});
