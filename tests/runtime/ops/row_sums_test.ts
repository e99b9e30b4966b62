import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { rowSums } from "../../../runtime/ops/_row_sums.ts";
import { sumOfParts } from "../../../runtime/ops/_sum_of_parts.ts";
import "../../_tensorflow.ts";

Deno.test.each([[1], [2], [3], [5], [6], [7], [8]])(
  "sumOfParts() adds up %d parts of an axis",
  (parts) => {
    tf.tidy(() => {
      const x = tf.reshape(tf.range(0, 2 * 2 * parts * 3), [2, 2 * parts, 3]);
      const expected = tf.sum(tf.reshape(x, [2, parts, 2, 3]), 1);
      const actual = sumOfParts(x, 1, parts);
      assert.deepEqual(actual.shape, [2, 2, 3]);
      assert.deepEqual([...actual.dataSync()], [...expected.dataSync()]);
    });
  },
);

Deno.test.each([[[3, 50]], [[7, 11]], [[40, 2, 1000]], [[9973, 11]], [[2 ** 17]], [[65537]]])(
  "rowSums() adds up the last axis of %j",
  (shape) => {
    tf.tidy(() => {
      // Small integers, whose sums are exact.
      const x = tf.floor(tf.randomUniform([...shape], 0, 8, "float32", 1));
      const actual = rowSums(x);
      assert.deepEqual(actual.shape, [...shape.slice(0, -1), 1]);
      assert.deepEqual([...actual.dataSync()], [...tf.sum(x, -1).dataSync()]);
    });
  },
);
