import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { statelessUniform } from "../../../runtime/ops/mod.ts";
import { watchTensors, withoutLeaks } from "../../_leaks.ts";

Deno.test("statelessUniform() is a function of seed, site and shape, between 0 and 1", () => {
  withoutLeaks(() => {
    const draw = (seed: number[], site: number) =>
      statelessUniform([20, 50], { seed: tf.tensor1d(seed, "int32"), site }).dataSync();
    const values = draw([1, 2], 3);
    assert.deepEqual(draw([1, 2], 3), values);
    for (const other of [draw([1, 2], 4), draw([1, 3], 3), draw([2, 2], 3)]) {
      assert.notDeepEqual(other, values);
    }
    const [low, high] = [Math.min(...values), Math.max(...values)];
    assert.ok(0 <= low && low < 0.01 && high > 0.99 && high < 1);
  });
});

Deno.test("statelessUniform() leaves nothing but its result", () => {
  const assertNoLeaks = watchTensors();
  const seed = tf.tensor1d([1, 2], "int32");
  tf.dispose([seed, statelessUniform([3], { seed, site: 0 })]);
  assertNoLeaks();
});
