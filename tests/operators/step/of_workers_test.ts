import assert from "node:assert/strict";
import { meanOverWorkers, resultOfWorkers } from "../../../operators/step/_of_workers.ts";
import { WorkerGroup } from "../../../runtime/collectives/mod.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

function groupOf(size: number): WorkerGroup {
  const addresses = Array.from({ length: size }, (_, task) => `127.0.0.1:${4000 + task}`);
  return new WorkerGroup({ addresses, task: 0, peerTimeoutSec: 1, exchangeTimeoutSec: 1 });
}

// What several workers compute is tested with processes, in across_workers_test.ts.

Deno.test("meanOverWorkers() of one worker returns its tensors under their names", () => {
  withoutLeaks(() => {
    const tensors = {
      primary: { weight: tf.tensor1d([1, 2]), bias: tf.scalar(3) },
      auxiliary: { head: tf.scalar(4) },
    };
    const means = meanOverWorkers(tensors, { group: groupOf(1), name: "gradients" });
    assert.deepEqual(Object.keys(means.primary), ["weight", "bias"]);
    assert.deepEqual(means.primary["weight"]!.arraySync(), [1, 2]);
    assert.deepEqual(means.auxiliary!["head"]!.arraySync(), 4);
  });
});

Deno.test("resultOfWorkers() of one worker returns what it gets", () => {
  const result = { loss: tf.scalar(1) };
  assert.equal(resultOfWorkers(result, groupOf(1)), result);
  result.loss.dispose();
});

Deno.test("resultOfWorkers() traces rows of all workers in their types and shapes", () => {
  const group = groupOf(3);
  const shapes: Record<string, unknown> = {};
  using joint = compile((x: tf.Tensor2D) => {
    const result = { x, labels: tf.zeros([2], "int32"), loss: tf.sum(x), others: [tf.mean(x)] };
    const ofAll = resultOfWorkers(result, group);
    for (const [name, tensor] of Object.entries({ ...ofAll, others: ofAll.others[0]! })) {
      shapes[name] = `${tensor.dtype}[${tensor.shape}]`;
    }
    return ofAll;
  });
  const x = tf.zeros<tf.Rank.R2>([2, 5]);
  joint.prepare(x);
  assert.deepEqual(shapes, {
    x: "float32[6,5]",
    labels: "int32[6]",
    loss: "float32[]",
    others: "float32[]",
  });
  x.dispose();
});

Deno.test("resultOfWorkers() refuses a scalar that has no mean", () => {
  withoutLeaks(() => {
    assert.throws(
      () => resultOfWorkers({ count: tf.scalar(1, "int32") }, groupOf(2)),
      /^TypeError: Cannot average a result over workers as scalars must be float32: current value is int32$/,
    );
  });
});
