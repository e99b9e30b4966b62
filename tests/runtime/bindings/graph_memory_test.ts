import assert from "node:assert/strict";
import { DataType } from "../../../runtime/ffi/data_types.ts";
import { GraphMemory } from "../../../runtime/bindings/graph_memory.ts";
import { compile, startTensorFlow, tf } from "../../../runtime/mod.ts";
import { assertFits } from "../../../runtime/bindings/out_of_memory.ts";
import { watchTensors } from "../../_leaks.ts";

await startTensorFlow();

/** A tensor of `bytes` bytes. */
function tensor(id: number, bytes: number) {
  return { id, shape: [bytes], dtype: DataType.uint8 };
}

Deno.test("GraphMemory counts what is alive at the same time", () => {
  const memory = new GraphMemory();
  memory.record("Exp", [1], [tensor(2, 100)]); // 1 is an argument
  memory.record("Exp", [2], [tensor(3, 100)]);
  memory.record("Exp", [3], [tensor(4, 100)]); // 2 is free by now
  assert.equal(memory.peakBytes([4]), 200);
  memory.record("AddV2", [4, 2], [tensor(5, 100)]); // now 2 waits for this
  assert.equal(memory.peakBytes([5]), 300);
});

Deno.test("GraphMemory keeps results to the end", () => {
  const memory = new GraphMemory();
  memory.record("Split", [1], [tensor(2, 60), tensor(3, 40)]);
  memory.record("Exp", [3], [tensor(4, 40)]);
  assert.equal(memory.peakBytes([4]), 100);
  assert.equal(memory.peakBytes([2, 4]), 140);
  assert.equal(new GraphMemory().peakBytes([1]), 0);
});

Deno.test("GraphMemory counts a view with what it shows, and a view of an argument not at all", () => {
  const memory = new GraphMemory();
  memory.record("Reshape", [1], [tensor(2, 100)]);
  memory.record("Exp", [2], [tensor(3, 100)]);
  memory.record("Reshape", [3], [tensor(4, 100)]);
  memory.record("Exp", [1], [tensor(5, 10)]);
  memory.record("AddV2", [4, 5], [tensor(6, 10)]);
  assert.equal(memory.peakBytes([6]), 120);
  assert.equal(memory.peakBytes([4, 6]), 120);
});

Deno.test("assertFits() says how much of a function fits", () => {
  const total = 2 ** 40;
  assert.throws(() => assertFits("step", 2 ** 52, { available: 0, total }), {
    name: "TensorFlowError",
    code: 8,
    message:
      /^Cannot compile step as it must fit into memory: it holds 4 PiB of tensors at once, while there is room for .* of the machine's 1 TiB; make the batch or the clips smaller; at most 1\/\d+ of it would fit$/,
  });
  assertFits("step", 2 ** 20, { available: 2 ** 20, total });
});

// This very convolution ends the process when TensorFlow runs it: its kernel uses the output that it
// failed to allocate.
Deno.test("compile() refuses a function that the machine has no memory for", async () => {
  const assertNoLeaks = watchTensors();
  const inputs = { images: tf.zeros([1, 1000, 1000, 1]), filters: tf.zeros([1, 1, 1, 10_000_000]) };
  using widen = compile(({ images, filters }: typeof inputs) =>
    tf.conv2d(images as tf.Tensor4D, filters as tf.Tensor4D, 1, "same")
  );
  await assert.rejects(
    widen(inputs),
    /^TensorFlowError: Cannot compile .* holds 36\.4 TiB of tensors at once/,
  );
  tf.dispose(inputs);
  assertNoLeaks();
});
