import assert from "node:assert/strict";
import { compile, disposeTree, startTensorFlow, tf } from "../../runtime/mod.ts";

Deno.test({
  name: "startTensorFlow() computes on as many threads as large machines have processors",
  // The library stays open until the process ends.
  sanitizeResources: false,
  async fn() {
    await startTensorFlow({ device: "cpu", threads: 192 });
    using double = compile((x: tf.Tensor) => tf.mul(x, 2));
    const x = tf.ones([1000, 1000]);
    const doubled = await double(x);
    assert.ok(doubled.dataSync().every((value) => value === 2));
    disposeTree([x, doubled]);
  },
});
