import assert from "node:assert/strict";
import { compile, disposeTree, FusedKernel, tf } from "../../runtime/mod.ts";
import { watchTensors, withoutLeaks } from "../_leaks.ts";
import { drawNormal } from "../_draw_normal.ts";

function composed(x: tf.Tensor, shift: tf.Tensor): [values: tf.Tensor, mean: tf.Tensor] {
  const mean = tf.mean(x, 1, true);
  return [tf.add(tf.sub(x, mean), shift), mean];
}

const NORMALIZE = new FusedKernel("normalize", ["float32", "float32"], composed);

function assertClose(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  assert.deepEqual(actual.shape, expected.shape);
  const distance = tf.tidy(() => tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0] ?? 0);
  assert.ok(distance <= tolerance, `${distance} apart`);
}

/** The first is computed op by op, the second by XLA: 2^16 elements are worth compiling. */
const ROWS = [3, 1000];

Deno.test.each(ROWS)(
  "FusedKernel.run() computes its function over %d rows",
  (rows) =>
    withoutLeaks(() => {
      const x = drawNormal([rows, 80], 1);
      const shift = drawNormal([80], 2);
      const [values, mean] = NORMALIZE.run(x, shift);
      const [expectedValues, expectedMean] = composed(x, shift);
      assertClose(values, expectedValues, 2e-6);
      assertClose(mean, expectedMean, 2e-6);
    }),
);

Deno.test.each(ROWS)("FusedKernel.run() is recorded by compile() over %d rows", async (rows) => {
  const assertNoLeaks = watchTensors();
  const inputs = { x: drawNormal([rows, 80], 1), shift: drawNormal([80], 2) };
  {
    using compiled = compile(({ x, shift }: typeof inputs) => {
      const [values] = NORMALIZE.run(x, shift);
      return { twice: NORMALIZE.run(values, shift)[0] };
    });
    const actual = await compiled(inputs);
    const expected = tf.tidy(() => composed(composed(inputs.x, inputs.shift)[0], inputs.shift)[0]);
    assertClose(actual.twice, expected, 4e-6);
    disposeTree([actual, expected, inputs]);
  }
  assertNoLeaks();
});

Deno.test("FusedKernel.run() takes inputs of other shapes than before", () =>
  withoutLeaks(() => {
    for (const rows of [1000, 1001, 1000]) {
      const x = drawNormal([rows, 80], 1);
      const shift = tf.zeros([80]);
      assertClose(NORMALIZE.run(x, shift)[0], composed(x, shift)[0], 2e-6);
    }
  }));

Deno.test.each(ROWS)("FusedKernel.run() is a constant to the gradient over %d rows", (rows) => {
  const kernel = new FusedKernel("cube", ["float32"], (x: tf.Tensor) => [tf.mul(x, tf.square(x))]);
  const product = (x: tf.Tensor) => tf.mul(x, kernel.run(x)[0]);
  const compare = () => {
    const x = drawNormal([rows, 80], 1);
    assertClose(tf.grad(product)(x), kernel.run(x)[0], 0);
  };
  withoutLeaks(compare);
});

Deno.test("FusedKernel.runEach() gives what run() gives for each of the inputs", () => {
  const kernel = new FusedKernel(
    "scaled",
    [0, "float32"],
    (x: tf.Tensor, factor: tf.Scalar) => [tf.mul(x, factor), tf.sum(x)],
  );
  const assertNoLeaks = watchTensors();
  tf.tidy(() => {
    const inputs = [3, 65_536, 1].map((length): [tf.Tensor, tf.Scalar] => [
      tf.ones([length]),
      tf.scalar(length === 65_536 ? 8 : 2),
    ]);
    const sums = kernel.runEach(inputs).map(([scaled, sum]) => [
      ...tf.sum(scaled).dataSync(),
      ...sum!.dataSync(),
    ]);
    assert.deepEqual(sums, [[6, 3], [8 * 65_536, 65_536], [2, 1]]);
    assert.deepEqual(kernel.runEach([]), []);
  });
  assertNoLeaks();
});

Deno.test.each([1, 2 ** 16])(
  "FusedKernel.run() has the stated types with %d elements",
  (size) =>
    withoutLeaks(() => {
      const kernel = new FusedKernel(
        "typed",
        ["float32", 0, "float32"],
        (x: tf.Tensor) => [tf.div(x, tf.scalar(2)), tf.mul(x, tf.scalar(1.5)), tf.greater(x, 2)],
      );
      const outputs = kernel.run(tf.fill([size], 3, "int32"));
      assert.deepEqual(outputs.map(({ dtype }) => dtype), ["float32", "int32", "float32"]);
      assert.deepEqual(outputs.map((output) => output.dataSync()[0]), [1.5, 4, 1]);
    }),
);

Deno.test.each([1, 2 ** 16])(
  "FusedKernel.run() refuses other outputs, %d elements",
  (size) =>
    withoutLeaks(() => {
      const x = tf.zeros([size]);
      for (const count of [0, 1, 3]) {
        const kernel = new FusedKernel<[tf.Tensor], tf.Tensor[]>(
          "pair",
          ["float32", "float32"],
          (x) => new Array(count).fill(x),
        );
        assert.throws(() => kernel.run(x), {
          name: "RangeError",
          message: `Cannot run kernel pair as it must return 2 tensors: current value is ${count}`,
        });
      }
      assert.throws(() => new FusedKernel("typed", [1], (x: tf.Tensor) => [x]).run(x), {
        name: "RangeError",
        message: "Cannot run a kernel as an output's input must be below 1: current value is 1",
      });
    }),
);

Deno.test.each([1, 2 ** 16])(
  "FusedKernel.run() gives tensors of its own, %d elements",
  (size) =>
    withoutLeaks(() => {
      const x = tf.ones([size]);
      const [same] = new FusedKernel("same", ["float32"], (x: tf.Tensor) => [x]).run(x);
      same.dispose();
      assert.equal(x.dataSync()[0], 1);
    }),
);
