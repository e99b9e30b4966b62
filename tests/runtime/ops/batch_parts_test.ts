import assert from "node:assert/strict";
import { compile, tf } from "../../../runtime/mod.ts";
import { BatchParts } from "../../../runtime/ops/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

// What networks compute with it is tested in ../../models/networks/in_parts_test.ts.

type One = [tf.Tensor1D];

function sumAndCount(parts: BatchParts, name: string, own: tf.Tensor1D): One {
  return parts.meet<One, One>(name, { vectors: [own], rows: 1 }, (all) => {
    const sum = all.map(({ vectors: [vector] }) => vector).reduce((a, b) => tf.add(a, b));
    return [tf.add(sum, 100 * all.reduce((rows, part) => rows + part.rows, 0))];
  }, 1);
}

Deno.test("BatchParts.meet() gives each part the result of all, whatever waits for it", async () => {
  using compiled = compile((x: tf.Tensor1D) => {
    const parts = new BatchParts(3);
    return [1, 2, 3].map((factor) =>
      tf.tidy(() => {
        // What is brought is freed before the last part comes.
        const [first] = tf.tidy(() => sumAndCount(parts, "a", tf.mul(x, factor)));
        const [second] = sumAndCount(parts, "b", tf.mul(first, factor));
        return tf.sub(second, factor);
      })
    );
  });
  const x = tf.tensor1d([1, 2]);
  const results = await compiled(x);
  // 6 x + 300, of which 1, 2 and 3 times are 6 times, + 300.
  assert.deepEqual(results.map((result) => [...result.dataSync()]), [
    [2135, 2171],
    [2134, 2170],
    [2133, 2169],
  ]);
  tf.dispose([x, ...results]);
});

Deno.test("BatchParts.meet() refuses a part that comes twice, and work outside a function", async () => {
  using compiled = compile((x: tf.Tensor1D) => {
    const parts = new BatchParts(2);
    for (let time = 0; time < 3; time++) sumAndCount(parts, "norm", x);
    return x;
  });
  const x = tf.tensor1d([1]);
  await assert.rejects(
    compiled(x),
    /^RangeError: Cannot join the parts of a batch at 'norm' as each must come once: current count is 3 for 2 parts$/,
  );
  x.dispose();
  withoutLeaks(() => {
    assert.throws(
      () => sumAndCount(new BatchParts(2), "norm", tf.tensor1d([1])),
      /^Error: Cannot compute a batch in parts as it must be in a function that is compiled$/,
    );
  });
});
