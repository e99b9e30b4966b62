import assert from "node:assert/strict";
import { flowResidual, withSlopes } from "../../../operators/device/_flow_residual.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { differenceOf } from "../_difference.ts";
import { plainResidual, planeOf, slopeOf } from "./_plain_flow.ts";

const SHAPE: [number, number, number] = [2, 6, 8];

function images(seed: number): tf.Tensor3D {
  return tf.randomUniform(SHAPE, 0, 255, "float32", seed);
}

Deno.test("withSlopes() adds centered differences along x and y, the edge repeated", () =>
  withoutLeaks(() => {
    const image = images(1);
    const planes = image.arraySync();
    const expected = tf.stack([
      image,
      tf.tensor3d(planes.map((plane) => slopeOf(plane, 1, 0)) as number[][][]),
      tf.tensor3d(planes.map((plane) => slopeOf(plane, 0, 1)) as number[][][]),
    ]);
    assert.ok(differenceOf([withSlopes(image)], [expected]) < 1e-5);
  }));

Deno.test("flowResidual() is linear in the flow, without gradient beyond the edge", () =>
  withoutLeaks(() => {
    const [first, second] = [images(2), images(3)];
    const flow = tf.randomUniform<tf.Rank.R4>([2, ...SHAPE], -2.5, 2.5, "float32", 4);
    const [constant, gradient, inverse] = flowResidual(first, withSlopes(second), flow);
    const [right, down] = flow.arraySync();
    let beyond = 0;
    const expected = first.arraySync().map((plane, pair) => {
      const motion = [right![pair]!, down![pair]!] as const;
      const residual = plainResidual(plane, second.arraySync()[pair]!, motion);
      beyond += residual.right.flat().filter((slope) => slope === 0).length;
      return residual;
    });
    assert.ok(beyond > 10 && beyond < 60, `${beyond} of 96 flows lead beyond the edge`);
    const tensorOf = (name: "constant" | "right" | "down") =>
      tf.tensor3d(expected.map((residual) => residual[name]) as number[][][]);
    assert.ok(differenceOf([constant], [tensorOf("constant")]) < 1e-4);
    const expectedGradient = tf.stack([tensorOf("right"), tensorOf("down")]);
    assert.ok(differenceOf([gradient], [expectedGradient]) < 1e-4);
    const square = tf.sum(tf.square(expectedGradient), 0);
    const product = tf.mul(inverse, square);
    assert.ok(differenceOf([product], [tf.cast(tf.greater(square, 0), "float32")]) < 1e-3);
    const values = inverse.arraySync().flat();
    assert.ok(
      planeOf(values, (row, column) => values[row]![column]!).flat().every(Number.isFinite),
    );
  }));
