import assert from "node:assert/strict";
import { join } from "node:path";
import {
  loadWeights,
  SafetensorsReader,
  saveWeights,
  slowResNet,
  type TensorToWrite,
  WeightsError,
  writeSafetensors,
} from "../../models/mod.ts";
import { startTensorFlow, tf } from "../../runtime/mod.ts";
import { Reference, SLOW_R50_TINY } from "./_reference.ts";

await startTensorFlow();

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

Deno.test.each(["model.", "module.", "module.model."])(
  "loadWeights() takes names that all begin with %s, as wrapped networks have them",
  async (wrapper) => {
    const before = tf.memory().numTensors;
    const model = slowResNet(SLOW_R50_TINY);
    const folder = await Deno.makeTempDir();
    const [plain, wrapped] = ["plain", "wrapped"].map((name) => join(folder, name));
    const state = model.initialize(1);
    await saveWeights(plain!, model, state);
    using file = await SafetensorsReader.open(plain!);
    const tensors = [...file.tensors].map(([name, { dtype, shape }]): TensorToWrite => {
      const type = dtype as TensorToWrite["dtype"];
      return { name: wrapper + name, dtype: type, shape, read: () => file.read(name) };
    });
    await writeSafetensors(wrapped!, tensors);
    const loaded = await loadWeights(wrapped!, model);
    for (const [name, { dtype }] of file.tensors) {
      const [expected, actual] = [state, loaded].map(({ parameters, statistics }) =>
        (parameters[name] ?? statistics[name])?.dataSync()
      );
      assert.ok(dtype === "I64" || expected !== undefined, name);
      assert.deepEqual(actual, expected, name);
    }
    const lost = model.parameters[0]!.name;
    const renamed = tensors.map((one) =>
      one.name === wrapper + lost ? { ...one, name: "conv" } : one
    );
    await writeSafetensors(wrapped!, renamed);
    await assert.rejects(loadWeights(wrapped!, model), ({ problems }: WeightsError) => {
      const [missing, ...rest] = problems;
      assert.ok(missing!.startsWith(`missing: ${lost} `), missing);
      assert.deepEqual(rest, ["unexpected: conv"]);
      return true;
    });
    tf.dispose([state, loaded].flatMap((one) => [one.parameters, one.statistics]));
    await Deno.remove(folder, { recursive: true });
    assert.equal(tf.memory().numTensors, before);
  },
);

Deno.test("loadWeights() says of a folder that it is one", () =>
  assert.rejects(loadWeights(".", slowResNet(SLOW_R50_TINY)), {
    name: "SafetensorsError",
    message: /it is a folder/,
  }));

Deno.test("loadWeights() tells all that does not fit in one error, and keeps nothing", async () => {
  const before = tf.memory().numTensors;
  const folder = await Deno.makeTempDir();
  const path = join(folder, "other.safetensors");
  await writeSafetensors(path, [
    { name: "blocks.0.norm.weight", dtype: "F32", shape: [4], read: () => new Float32Array(4) },
    { name: "blocks.0.norm.bias", dtype: "I32", shape: [8], read: () => new Int32Array(8) },
    { name: "surplus", dtype: "U8", shape: [1], read: () => new Uint8Array(1) },
  ]);
  await assert.rejects(loadWeights(path, slowResNet(SLOW_R50_TINY)), (error: unknown) => {
    assert.ok(error instanceof WeightsError);
    assert.equal(error.path, path);
    for (
      const line of [
        "missing: blocks.0.conv.weight [8,3,1,7,7]",
        "missing: blocks.0.norm.running_mean [8]",
        "other shape: blocks.0.norm.weight is [4], must be [8]",
        "other type: blocks.0.norm.bias is I32, must be F32, F16 or BF16",
        "unexpected: surplus",
      ]
    ) {
      assert.ok(error.problems.includes(line), line);
      assert.ok(error.message.includes(line), line);
    }
    return true;
  });
  await Deno.remove(folder, { recursive: true });
  assert.equal(tf.memory().numTensors, before);
});
