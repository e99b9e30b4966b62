import assert from "node:assert/strict";
import { join } from "node:path";
import {
  loadWeights,
  type ModelState,
  resizeEmbedding,
  SafetensorsReader,
  saveWeights,
  slowResNet,
  type TensorToWrite,
  timeSformer,
  type TimeSformerConfig,
  WeightsError,
  writeSafetensors,
} from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { SLOW_R50_TINY } from "../_reference.ts";
import "../../_tensorflow.ts";

Deno.test.each(["model.", "module.", "module.model."])(
  "loadWeights() accepts names that all begin with %s, the prefix of a wrapper",
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
    const renamed = tensors.map((tensor) =>
      tensor.name === wrapper + lost ? { ...tensor, name: "conv" } : tensor
    );
    await writeSafetensors(wrapped!, renamed);
    await assert.rejects(loadWeights(wrapped!, model), ({ problems }: WeightsError) => {
      const [missing, ...rest] = problems;
      assert.ok(missing!.startsWith(`missing: ${lost} `), missing);
      assert.deepEqual(rest, ["unexpected: conv"]);
      return true;
    });
    tf.dispose([state, loaded].flatMap(({ parameters, statistics }) => [parameters, statistics]));
    await Deno.remove(folder, { recursive: true });
    assert.equal(tf.memory().numTensors, before);
  },
);

Deno.test("loadWeights() refuses a folder", () =>
  assert.rejects(loadWeights(".", slowResNet(SLOW_R50_TINY)), {
    name: "SafetensorsError",
    message: /it is a folder/,
  }));

Deno.test("loadWeights() reports all misfits in one error, and keeps no tensor", async () => {
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

const SMALL: TimeSformerConfig = {
  kind: "timesformer",
  classes: 5,
  size: 16,
  frames: 2,
  patch: 8,
  width: 8,
  depth: 1,
  heads: 2,
  mlpRatio: 2,
  dropout: 0,
  dropPath: 0,
};

/** Saves fresh weights of a network, and works on the file. */
async function withWeights<T>(
  config: TimeSformerConfig,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  const model = timeSformer(config);
  const state = model.initialize(1);
  try {
    const path = join(folder, "weights.safetensors");
    await saveWeights(path, model, state);
    return await work(path);
  } finally {
    tf.dispose([state.parameters, state.statistics]);
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadWeights() resizes embeddings if resizeEmbeddings is set, and the network runs with them", async () => {
  const before = tf.memory().numTensors;
  const large = { ...SMALL, size: 32, frames: 4 };
  await withWeights(SMALL, async (path) => {
    const model = timeSformer(large);
    const state: ModelState = await loadWeights(path, model, { resizeEmbeddings: true });
    using file = await SafetensorsReader.open(path);
    const { pos_embed: spatial, time_embed: temporal } = state.parameters;
    assert.deepEqual([spatial!.shape, temporal!.shape], [[1, 17, 8], [1, 4, 8]]);
    const read = await file.read("pos_embed") as Float32Array;
    const expected = resizeEmbedding(read, { rows: "spatial", from: 5, to: 17 });
    assert.deepEqual(await spatial!.data(), expected);
    const logits = tf.tidy(() => {
      const clips = tf.ones<tf.Rank.R5>([1, 4, 32, 32, 3]);
      return model.forward({ ...state, clips, training: false }).logits;
    });
    assert.deepEqual(logits.shape, [1, 5]);
    tf.dispose([logits, state.parameters]);
  });
  assert.equal(tf.memory().numTensors, before);
});

/** The problems that a weight file has with a network. */
async function problemsOf(
  path: string,
  load: Parameters<typeof loadWeights> extends [string, ...infer Rest] ? Rest : never,
): Promise<readonly string[]> {
  const before = tf.memory().numTensors;
  try {
    await loadWeights(path, ...load);
  } catch (error) {
    assert.ok(error instanceof WeightsError, String(error));
    assert.equal(tf.memory().numTensors, before);
    return error.problems;
  }
  throw new Error("Cannot list problems as the file must not fit the model");
}

Deno.test("loadWeights() refuses embeddings for other clips by default", () =>
  withWeights(SMALL, async (path) => {
    assert.deepEqual(await problemsOf(path, [timeSformer({ ...SMALL, size: 32, frames: 4 })]), [
      "other shape: pos_embed is [1,5,8], must be [1,17,8]",
      "other shape: time_embed is [1,2,8], must be [1,4,8]",
    ]);
  }));

Deno.test("loadWeights() names the classifier's tensors if the number of classes differs", () =>
  withWeights(SMALL, async (path) => {
    const model = timeSformer({ ...SMALL, classes: 7 });
    assert.deepEqual(await problemsOf(path, [model, { resizeEmbeddings: true }]), [
      "other classes: head.weight [5,8] is for 5, the model for 7",
      "other classes: head.bias [5] is for 5, the model for 7",
    ]);
  }));

Deno.test("loadWeights() refuses the weights of another architecture", () =>
  withWeights({ ...SMALL, width: 16 }, async (path) => {
    const options = { resizeEmbeddings: true };
    const wider = await problemsOf(path, [timeSformer(SMALL), options]);
    assert.ok(wider.includes("other shape: pos_embed is [1,5,16], must be [1,5,8]"));
    assert.ok(wider.includes("other shape: head.weight is [5,16], must be [5,8]"));
    const other = await problemsOf(path, [slowResNet(SLOW_R50_TINY), options]);
    assert.ok(other.includes("missing: blocks.0.conv.weight [8,3,1,7,7]"));
    assert.ok(other.includes("unexpected: pos_embed"));
  }));
