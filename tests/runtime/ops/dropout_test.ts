import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { dropout } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";

Deno.test("dropout() is a function of seed, site and shape", () => {
  tf.tidy(() => {
    const x = tf.ones([200]);
    const draw = (seed: number[], site: number) =>
      dropout(x, { rate: 0.5, seed: tf.tensor1d(seed, "int32"), site }).dataSync();
    assert.deepEqual(draw([1, 2], 0), draw([1, 2], 0));
    assert.notDeepEqual(draw([1, 2], 0), draw([1, 3], 0));
    assert.notDeepEqual(draw([1, 2], 0), draw([2, 2], 0));
    assert.notDeepEqual(draw([1, 2], 0), draw([1, 2], 1));
    assert.notDeepEqual(draw([1, 2], 1), draw([1, 3], 0));
  });
});

Deno.test("dropout() zeroes the given share and scales the others, in values as in gradients", () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([5, 6], "int32");
    const drop = (x: tf.Tensor) => dropout(x, { rate: 0.25, seed, site: 3 });
    const x = tf.ones([100, 100]);
    const values = drop(x).dataSync();
    const dropped = values.filter((value) => value === 0).length / values.length;
    // Four standard errors.
    assert.ok(Math.abs(dropped - 0.25) < 4 * Math.sqrt(0.25 * 0.75 / 1e4), `${dropped}`);
    assert.ok(values.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6));
    assert.deepEqual(tf.grad(drop)(x).dataSync(), values);
  });
});

Deno.test("dropout() shares one draw along shared axes", () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([1, 1], "int32");
    const options = { rate: 0.5, seed, site: 0, sharedAxes: [1, 2] };
    const rows = dropout(tf.ones<tf.Rank.R3>([64, 2, 3]), options).arraySync();
    const kinds = new Set(rows.map((row) => {
      assert.equal(new Set(row.flat()).size, 1);
      return row[0]?.[0];
    }));
    assert.deepEqual([...kinds].sort(), [0, 2]);
  });
});

Deno.test.each([-0.1, 1, NaN])("dropout() refuses the rate %f", (rate) => {
  const x = tf.ones([2]);
  const seed = tf.tensor1d([0, 0], "int32");
  assert.throws(() => dropout(x, { rate, seed, site: 0 }), /'rate' must be in \[0, 1\)/);
  tf.dispose([x, seed]);
});

Deno.test("dropout() returns a tensor of its own, whatever the rate", () => {
  const assertNoLeaks = watchTensors();
  const [x, seed] = [tf.tensor1d([1, 2]), tf.tensor1d([1, 2], "int32")];
  for (const rate of [0, 0.5]) dropout(x, { rate, seed, site: 0 }).dispose();
  assert.deepEqual([...x.dataSync()], [1, 2]);
  tf.dispose([x, seed]);
  assertNoLeaks();
});
