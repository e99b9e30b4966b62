import assert from "node:assert/strict";
import { threadsPerOp } from "../../../pipeline/training/threads_per_op.ts";
import { startTensorFlow } from "../../../runtime/mod.ts";

Deno.test("threadsPerOp() gives an op one thread if each thread has clips, all otherwise", () => {
  assert.equal(threadsPerOp({ threads: 2, clips: 2 }), 1);
  assert.equal(threadsPerOp({ threads: 8, clips: 100 }), 1);
  assert.equal(threadsPerOp({ threads: 2, clips: 1 }), undefined);
  assert.equal(threadsPerOp({ threads: 9, clips: 100 }), undefined);
});

Deno.test({
  name: "TensorFlow takes what threadsPerOp() returns, however many processors there are",
  // The library stays open until the process ends.
  sanitizeResources: false,
  async fn() {
    const ofLargeMachine = threadsPerOp({ threads: 5000, clips: 5000 });
    await assert.doesNotReject(startTensorFlow({ device: "cpu", threadsPerOp: ofLargeMachine }));
  },
});
