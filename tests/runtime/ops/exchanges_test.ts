import assert from "node:assert/strict";
import { WorkerGroup } from "../../../runtime/collectives/mod.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { allGather, allReduceMean } from "../../../runtime/ops/mod.ts";
import { runAll } from "../collectives/_run_workers.ts";
import { valuesOf } from "../collectives/worker.ts";
import "../../_tensorflow.ts";

Deno.test("allReduceMean() and allGather() of two processes give what one would compute", async () => {
  const ends = await runAll(["laws", "laws"]).ends;
  const [first, second] = ends.map(({ stdout, stderr, code }) => {
    assert.equal(stderr, "");
    assert.equal(code, 0);
    return JSON.parse(stdout);
  });
  const other = valuesOf(1);
  const mean = Array.from(
    valuesOf(0),
    (value, index) => Math.fround(Math.fround(value + other[index]!) / 2),
  );
  for (const [task, { results, texts }] of [first, second].entries()) {
    assert.equal(results.length, 3);
    for (const result of results) {
      assert.deepEqual(result.mean, mean);
      assert.ok(result.narrow.every((value: number, index: number) => {
        // Each value is rounded to 8 bits, and so is the sum.
        const largest = Math.max(...[0, 1].map((task) => Math.abs(valuesOf(task)[index]!)));
        return Math.abs(value - mean[index]!) <= largest * 2 ** -7;
      }));
      assert.notDeepEqual(result.narrow, mean);
      assert.deepEqual(result.all, [[0, 0.5], [0, 1], [1, 1.5], [10, 1]]);
      assert.deepEqual(result.labels, [5, 6]);
      // The losses' factors, 1 and 2, are added.
      const rows = task === 0 ? [1, 10] : [100, 1000];
      assert.deepEqual(result.gradient, rows.map((weight) => [3 * weight, 3 * weight]));
      assert.equal(result.meanGradient, 1.5);
    }
    assert.deepEqual(texts, ["I am 0", `I am 1${"!".repeat(300)}`]);
  }
});

Deno.test("allReduceMean() refuses two exchanges of a name in a compiled function", async () => {
  const group = new WorkerGroup({
    addresses: ["127.0.0.1:4000", "127.0.0.1:4001"],
    task: 0,
    peerTimeoutSec: 1,
    exchangeTimeoutSec: 1,
  });
  using twice = compile((x: tf.Tensor) => [
    ...allReduceMean([x], { group, name: "a" }),
    ...allReduceMean([x], { group, name: "a" }),
  ]);
  const x = tf.scalar(1);
  await assert.rejects(
    twice(x),
    /^RangeError: Cannot exchange tensors as the names of exchanges in one function must differ: current value is 'a 0' for two of them$/,
  );
  assert.throws(
    () => allReduceMean([x], { group, name: "a", bucketBytes: 0 }),
    /^RangeError: .*'bucketBytes' must be positive: current value is 0$/,
  );
  assert.throws(() => allGather(x, { group, name: "a" }), /^RangeError: Cannot gather a scalar/);
  x.dispose();
});
