import assert from "node:assert/strict";
import { tensorsToWrite } from "../../../models/mod.ts";
import { convolutionSpec } from "../../../models/networks/parameter_spec.ts";
import { tf } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";

const SPEC = convolutionSpec("conv", [1, 1, 2], [1, 2]);

Deno.test("tensorsToWrite() gives names with the prefix, official shapes and values", async () => {
  const weight = tf.tensor<tf.Rank.R5>([1, 2, 3, 4], [1, 1, 2, 1, 2]);
  const [written] = tensorsToWrite([SPEC], { "conv.weight": weight }, "ema.");
  assert.equal(written!.name, "ema.conv.weight");
  assert.deepEqual(written!.shape, [2, 1, 1, 1, 2]);
  assert.deepEqual(await written!.read(), Float32Array.of(1, 3, 2, 4));
  weight.dispose();
});

Deno.test("tensorsToWrite() names a missing tensor when it is read", async () => {
  const [written] = tensorsToWrite([SPEC], {});
  await assert.rejects(
    async () => await written!.read(),
    /Cannot write weights as tensor 'conv\.weight' is missing/,
  );
});

Deno.test("tensorsToWrite() refuses tensors of another shape or type when they are read", async () => {
  const swapped = tf.zeros([1, 1, 2, 2, 1]);
  const whole = tf.zeros([1, 1, 2, 1, 2], "int32");
  for (const tensor of [swapped, whole]) {
    const [written] = tensorsToWrite([SPEC], { "conv.weight": tensor });
    await assert.rejects(
      async () => await written!.read(),
      /Cannot write tensor 'conv\.weight' as it must be float32 \[1,1,2,1,2\]: current value is /,
    );
    tensor.dispose();
  }
});
