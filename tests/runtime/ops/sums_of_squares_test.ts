import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { sumsOfSquares } from "../../../runtime/ops/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

Deno.test("sumsOfSquares() adds up the squares of tensors, op by op and by XLA", () =>
  withoutLeaks(() => {
    const shapes = [[], [3], [2, 3, 5], [64, 1024], [65537], [3, 3, 100, 100]];
    const tensors = shapes.map((shape, index) => drawNormal(shape, index + 1, 1, 2));
    const sums = sumsOfSquares(tensors);
    sums.forEach((sum, index) => {
      const exact = [...tensors[index]!.dataSync()].reduce(
        (total, value) => total + value * value,
        0,
      );
      assert.deepEqual(sum.shape, []);
      assert.ok(Math.abs(sum.dataSync()[0]! / exact - 1) < 1e-6, `${shapes[index]}`);
    });
    tf.dispose([tensors, sums]);
  }));
