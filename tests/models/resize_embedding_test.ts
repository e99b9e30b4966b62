import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  loadWeights,
  type ModelState,
  resizeEmbedding,
  SafetensorsReader,
  saveWeights,
  slowResNet,
  timeSformer,
  type TimeSformerConfig,
  WeightsError,
} from "../../models/mod.ts";
import { startTensorFlow, tf } from "../../runtime/mod.ts";
import { SLOW_R50_TINY } from "./_reference.ts";

await startTensorFlow();

/** An embedding of width 1 whose values are the numbers of its rows. */
const numbered = (rows: number) => Float32Array.from({ length: rows }, (_, row) => row);

Deno.test("resizeEmbedding() repeats and skips times as F.interpolate(mode='nearest') does", () => {
  const times = (from: number, to: number) =>
    Array.from(resizeEmbedding(numbered(from), { rows: "temporal", from, to }));
  assert.deepEqual(times(2, 4), [0, 0, 1, 1]);
  assert.deepEqual(times(8, 4), [0, 2, 4, 6]);
  assert.deepEqual(times(3, 5), [0, 0, 1, 1, 2]);
  assert.deepEqual(times(4, 3), [0, 1, 2]);
  // 23 · 14 / 46 is 7, but 14 / 46 in single precision is a little less.
  assert.deepEqual(times(14, 46).slice(22, 25), [6, 6, 7]);
});

Deno.test("resizeEmbedding() resizes places as a square behind the class token", () => {
  const places = (from: number, to: number) =>
    Array.from(resizeEmbedding(numbered(from), { rows: "spatial", from, to }));
  assert.deepEqual(places(1 + 4, 1 + 16), [
    0,
    1,
    1,
    2,
    2,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    3,
    3,
    4,
    4,
  ]);
  assert.deepEqual(places(1 + 9, 1 + 4), [0, 1, 2, 4, 5]);
});

Deno.test("resizeEmbedding() moves whole rows", () => {
  const resized = resizeEmbedding(Float32Array.of(1, 2, 3, 4), {
    rows: "temporal",
    from: 2,
    to: 3,
  });
  assert.deepEqual(Array.from(resized), [1, 2, 1, 2, 3, 4]);
});

Deno.test("resizeEmbedding() to a multiple and back gives the same embedding", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 8 }),
    fc.constantFrom("temporal" as const, "spatial" as const),
    (side, factor, rows) => {
      const count = (extent: number) => rows === "temporal" ? extent : 1 + extent ** 2;
      const small = count(side);
      const large = count(side * factor);
      const values = numbered(small);
      const grown = resizeEmbedding(values, { rows, from: small, to: large });
      assert.deepEqual(resizeEmbedding(grown, { rows, from: large, to: small }), values);
    },
  ));
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

Deno.test("loadWeights() resizes embeddings where it is asked to, and runs with them", async () => {
  const before = tf.memory().numTensors;
  const large = { ...SMALL, size: 32, frames: 4 };
  await withWeights(SMALL, async (path) => {
    const model = timeSformer(large);
    const state: ModelState = await loadWeights(path, model, { resizeEmbeddings: true });
    using file = await SafetensorsReader.open(path);
    const { pos_embed: places, time_embed: times } = state.parameters;
    assert.deepEqual([places!.shape, times!.shape], [[1, 17, 8], [1, 4, 8]]);
    const read = await file.read("pos_embed") as Float32Array;
    const expected = resizeEmbedding(read, { rows: "spatial", from: 5, to: 17 });
    assert.deepEqual(await places!.data(), expected);
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
  throw new Error("the file was taken");
}

Deno.test("loadWeights() refuses embeddings of other clips where it is not asked to resize", () =>
  withWeights(SMALL, async (path) => {
    assert.deepEqual(await problemsOf(path, [timeSformer({ ...SMALL, size: 32, frames: 4 })]), [
      "other shape: pos_embed is [1,5,8], must be [1,17,8]",
      "other shape: time_embed is [1,2,8], must be [1,4,8]",
    ]);
  }));

Deno.test("loadWeights() names the classifier's tensors where the classes are others", () =>
  withWeights(SMALL, async (path) => {
    const model = timeSformer({ ...SMALL, classes: 7 });
    assert.deepEqual(await problemsOf(path, [model, { resizeEmbeddings: true }]), [
      "other classes: head.weight [5,8] is for 5, the model for 7",
      "other classes: head.bias [5] is for 5, the model for 7",
    ]);
  }));

Deno.test("loadWeights() never takes the weights of another architecture", () =>
  withWeights({ ...SMALL, width: 16 }, async (path) => {
    const options = { resizeEmbeddings: true };
    const wider = await problemsOf(path, [timeSformer(SMALL), options]);
    assert.ok(wider.includes("other shape: pos_embed is [1,5,16], must be [1,5,8]"));
    assert.ok(wider.includes("other shape: head.weight is [5,16], must be [5,8]"));
    const other = await problemsOf(path, [slowResNet(SLOW_R50_TINY), options]);
    assert.ok(other.includes("missing: blocks.0.conv.weight [8,3,1,7,7]"));
    assert.ok(other.includes("unexpected: pos_embed"));
  }));
