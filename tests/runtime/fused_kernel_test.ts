import assert from "node:assert/strict";
import { compile, disposeTree, FusedKernel, startTensorFlow, tf } from "../../runtime/mod.ts";
import { watchTensors, withoutLeaks } from "../_leaks.ts";

await startTensorFlow();

const NORMALIZE = new FusedKernel("normalize", ["float32", "float32"], (x, shift) => {
  const mean = tf.mean(x!, 1, true);
  return [tf.add(tf.sub(x!, mean), shift!), mean];
});

function composed(x: tf.Tensor, shift: tf.Tensor): tf.Tensor[] {
  const mean = tf.mean(x, 1, true);
  return [tf.add(tf.sub(x, mean), shift), mean];
}

function assertClose(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  assert.deepEqual(actual.shape, expected.shape);
  const distance = tf.tidy(() => tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]!);
  assert.ok(distance <= tolerance, `${distance} apart`);
}

// The first is computed op by op, the second by XLA: 2^16 elements are worth compiling.
for (const rows of [3, 1000]) {
  Deno.test(`FusedKernel.run() computes its function over ${rows} rows`, () =>
    withoutLeaks(() => {
      const x = tf.randomNormal([rows, 80]);
      const shift = tf.randomNormal([80]);
      const expected = composed(x, shift);
      NORMALIZE.run(x, shift).forEach((actual, index) => {
        assertClose(actual, expected[index]!, 2e-6);
      });
    }));

  Deno.test(`FusedKernel.run() is recorded by compile() over ${rows} rows`, async () => {
    const assertNoLeaks = watchTensors();
    const inputs = { x: tf.randomNormal([rows, 80]), shift: tf.randomNormal([80]) };
    {
      using compiled = compile(({ x, shift }: typeof inputs) => {
        const [values] = NORMALIZE.run(x, shift);
        return { twice: NORMALIZE.run(values!, shift)[0]! };
      });
      const actual = await compiled(inputs);
      const expected = tf.tidy(() => composed(composed(inputs.x, inputs.shift)[0]!, inputs.shift));
      assertClose(actual.twice, expected[0]!, 4e-6);
      disposeTree([actual, expected, inputs]);
    }
    assertNoLeaks();
  });
}

Deno.test("FusedKernel.run() takes inputs of other shapes than before", () =>
  withoutLeaks(() => {
    for (const rows of [1000, 1001, 1000]) {
      const x = tf.randomNormal([rows, 80]);
      const shift = tf.zeros([80]);
      assertClose(NORMALIZE.run(x, shift)[0]!, composed(x, shift)[0]!, 2e-6);
    }
  }));
