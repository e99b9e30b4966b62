import assert from "node:assert/strict";
import { assertFits, outOfMemory } from "../../../runtime/bindings/out_of_memory.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { usesGpu } from "../../_tensorflow.ts";

const GIBIBYTE = 2 ** 30;
const OOM = "OOM when allocating tensor with shape[8,1024,1024,64] and type half on " +
  "/job:localhost/replica:0/task:0/device";

Deno.test.each(
  [
    [
      "a CPU without the room",
      `${OOM}:CPU:0 by allocator mklcpu`,
      "out of memory for float16[8,1024,1024,64], 1 GiB, while 300 MiB of the machine's 2 GiB are " +
      "free: make the batch or the clips smaller; at most 1/4 of it would fit",
    ],
    [
      "a GPU",
      `${OOM}:GPU:0 by allocator GPU_0_bfc`,
      "out of memory for float16[8,1024,1024,64], 1 GiB, on the GPU: make the batch or the clips smaller",
    ],
    ["another reason", "too many threads", "too many threads"],
  ] as const,
)("outOfMemory() explains %s", (_, reason, expected) => {
  const memory = { available: 300 * 2 ** 20, total: 2 * GIBIBYTE };
  assert.equal(outOfMemory(reason, memory), expected);
});

Deno.test("outOfMemory() says so when the tensor itself would fit", () => {
  const memory = { available: 1.5 * GIBIBYTE, total: 2 * GIBIBYTE };
  assert.match(
    outOfMemory(`${OOM}:CPU:0 by allocator cpu`, memory),
    /; other tensors take the rest$/,
  );
});

Deno.test("assertFits() says how much of a function would fit", () => {
  const total = 2 ** 40;
  assert.throws(() => assertFits("step", 2 ** 52, { available: 0, total }), {
    name: "TensorFlowError",
    code: 8,
    message:
      /^Cannot compile step as it must fit into memory: it holds 4 PiB of tensors at once, while there is room for .* of the machine's 1 TiB; make the batch or the clips smaller; at most 1\/\d+ of it would fit$/,
  });
  assert.doesNotThrow(() => assertFits("step", 2 ** 20, { available: 2 ** 20, total }));
});

// TensorFlow would kill the process here: its convolution uses an output that it failed to
// allocate.
Deno.test({
  name: "compile() refuses a function that the machine has no memory for",
  ignore: usesGpu,
  fn: async () => {
    const assertNoLeaks = watchTensors();
    const inputs = {
      images: tf.zeros([1, 1000, 1000, 1]),
      filters: tf.zeros([1, 1, 1, 10_000_000]),
    };
    using widen = compile(({ images, filters }: typeof inputs) =>
      tf.conv2d(images as tf.Tensor4D, filters as tf.Tensor4D, 1, "same")
    );
    await assert.rejects(
      widen(inputs),
      /^TensorFlowError: Cannot compile .* holds 36\.4 TiB of tensors at once/,
    );
    tf.dispose(inputs);
    assertNoLeaks();
  },
});
