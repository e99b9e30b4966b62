import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader, saveWeights, slowResNet } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { Reference, SLOW_R50_TINY } from "../_reference.ts";
import "../../_tensorflow.ts";

Deno.test("saveWeights() writes the official state dict, names, shapes and bytes", async () => {
  const before = tf.memory().numTensors;
  const model = slowResNet(SLOW_R50_TINY);
  using reference = await Reference.open("slow_r50_tiny");
  const official = reference.description.shapes as Record<string, Record<string, number[]>>;
  const names = [...Object.keys(official.parameters!), ...Object.keys(official.buffers!)];
  const state = await reference.state(model);
  const folder = await Deno.makeTempDir();
  const path = join(folder, "tiny.safetensors");
  await saveWeights(path, model, state);
  using written = await SafetensorsReader.open(path);
  assert.deepEqual([...written.tensors.keys()].sort(), names.sort());
  for (const name of names) {
    assert.deepEqual(written.tensors.get(name)!.shape, reference.reader.tensors.get(name)!.shape);
    assert.deepEqual(written.tensors.get(name)!.dtype, reference.reader.tensors.get(name)!.dtype);
    if (!name.endsWith("num_batches_tracked")) {
      assert.deepEqual(await written.read(name), await reference.reader.read(name), name);
    }
  }
  tf.dispose([state.parameters, state.statistics]);
  await Deno.remove(folder, { recursive: true });
  assert.equal(tf.memory().numTensors, before);
});
