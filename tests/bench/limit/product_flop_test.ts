import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { productFlop } from "../../../bench/limit/product_flop.ts";
import { recordGraph, shapeOnly, tf } from "../../../runtime/mod.ts";
import { convolution } from "../../../runtime/ops/mod.ts";

Deno.test("productFlop() counts a product of matrices twice its multiplications", () => {
  for (
    const [left, right, transposed] of [
      [[2, 3], [3, 5], [false, false]],
      [[3, 2], [3, 5], [true, false]],
      [[2, 3], [5, 3], [false, true]],
    ] as const
  ) {
    const graph = recordGraph(
      ({ a, b }) => ({ product: tf.matMul(a, b, ...transposed) }),
      { a: shapeOnly([...left]), b: shapeOnly([...right]) },
    );
    assert.equal(productFlop(graph), 2 * 2 * 3 * 5);
  }
});

Deno.test("productFlop() counts a product in the backward pass twice, and none that nothing needs", () => {
  const inputs = { a: shapeOnly([2, 3]), b: shapeOnly([3, 5]) };
  const graph = recordGraph(({ a, b }) => {
    tf.matMul(a, b).square();
    const [slopeA, slopeB] = tf.grads((a, b) => tf.matMul(a, b).square().sum())([a, b]);
    return { slopeA: slopeA!, slopeB: slopeB! };
  }, inputs);
  assert.equal(productFlop(graph), 3 * 2 * 2 * 3 * 5);
});

for (
  const [filter, outputs] of [
    [[1, 1, 1, 3, 4], 3 * 4 * 4],
    [[1, 3, 3, 3, 4], 3 * 4 * 4],
    [[3, 3, 3, 3, 4], 3 * 4 * 4],
  ] as const
) {
  Deno.test(`productFlop() counts a convolution by ${filter.join("×")}, and its gradients`, () => {
    const inputs = { a: shapeOnly([1, 3, 4, 4, 3]), b: shapeOnly([...filter]) };
    const convolve = (a: tf.Tensor, b: tf.Tensor) =>
      convolution(a as tf.Tensor5D, b as tf.Tensor5D, { stride: 1 });
    const window = filter.slice(0, 4).reduce<number>((product, extent) => product * extent, 1);
    const flop = 2 * outputs * 4 * window;
    const forward = recordGraph(({ a, b }) => ({ y: convolve(a, b) }), inputs);
    assert.equal(productFlop(forward), flop);
    const both = recordGraph(({ a, b }) => {
      const [slopeA, slopeB] = tf.grads((a, b) => convolve(a, b).square().sum())([a, b]);
      return { slopeA: slopeA!, slopeB: slopeB! };
    }, inputs);
    assert.equal(productFlop(both), 3 * flop);
  });
}

Deno.test("productFlop() refuses a product that it cannot count", () => {
  const node = { name: "a", op: "Einsum", inputs: [], attributes: [], outputs: [] };
  const graph = { nodes: [node], outputs: { y: { node: "a", output: 0 } } };
  assert.throws(() => productFlop(graph), /Cannot count products .* by the op Einsum/);
});
