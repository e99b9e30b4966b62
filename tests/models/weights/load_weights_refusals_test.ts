import assert from "node:assert/strict";
import { join } from "node:path";
import {
  createModel,
  loadWeights,
  type LoadWeightsOptions,
  type Model,
  slowResNet,
  timeSformer,
  WeightsError,
  writeSafetensors,
} from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { SLOW_R50_TINY } from "../_reference.ts";
import {
  behind,
  head,
  isHead,
  type RawTensor,
  refusal,
  renameAll,
  SMALL,
  withWeights,
} from "./_reload.ts";
import "../../_tensorflow.ts";

for (const config of [SLOW_R50_TINY, SMALL]) {
  const model = createModel(config);

  Deno.test(`loadWeights() refuses ${config.kind} twice in a file, once compiled`, async () => {
    const change = (tensors: RawTensor[]) => [...tensors, ...behind(tensors, "_orig_mod.")];
    assert.match(
      await refusal({ model, change }),
      /: 2 copies .* \(under '', under '_orig_mod\.'\)$/,
    );
  });

  Deno.test(`loadWeights() refuses ${config.kind} with two classifiers that fit`, async () => {
    const change = (tensors: RawTensor[]) => {
      const heads = tensors.filter(({ name }) => isHead(name));
      const body = tensors.filter(({ name }) => !isHead(name));
      return [...heads, ...behind(heads, "module."), ...behind(body, "module.backbone.")];
    };
    assert.match(
      await refusal({ model, change }),
      /: 2 copies .* \(under 'module\.backbone\.' with '' for its head, under .* with 'module\.' for/,
    );
  });

  Deno.test(`loadWeights() refuses ${config.kind} twice in a file`, async () => {
    const change = (tensors: RawTensor[]) => [
      ...behind(tensors, "model."),
      ...behind(tensors, "model_ema.module."),
    ];
    assert.equal(
      await refusal({ model, change }),
      `Cannot load 'FILE' into ${config.kind}: 2 copies of the model, of which one must remain ` +
        "(under 'model.', under 'model_ema.module.')",
    );
  });

  Deno.test(`loadWeights() refuses ${config.kind} with more tensors in its own modules`, async () => {
    const change = (tensors: RawTensor[]) => [
      ...behind(tensors, "net."),
      { ...head, name: "net.blocks.9.conv.weight" },
    ];
    assert.equal(
      await refusal({ model, change }),
      `Cannot load 'FILE' into ${config.kind}: 1 unexpected (net.blocks.9.conv.weight)`,
    );
  });

  Deno.test(`loadWeights() refuses ${config.kind} under other names by a short message`, async () => {
    const change = (tensors: RawTensor[]) => renameAll(tensors, (name) => `x${name}`);
    const message = await refusal({ model, change });
    const count = model.parameters.length + model.statistics.length;
    assert.match(message, new RegExp(`: ${count} missing \\(.*, …\\); ${count} unexpected \\(`));
    assert.ok(message.length < 400, message);
  });
}

Deno.test.each([
  ["NaN", "F32", new Uint8Array(Float32Array.of(NaN, 1, 1, 1, 1).buffer)],
  ["infinity", "F32", new Uint8Array(Float32Array.of(-Infinity, 1, 1, 1, 1).buffer)],
  ["what float32 cannot hold", "F64", new Uint8Array(Float64Array.of(1e300, 1, 1, 1, 1).buffer)],
])("loadWeights() refuses weights that hold %s, and keeps no tensor", async (_, dtype, bytes) => {
  const change = (tensors: RawTensor[]) =>
    tensors.map((tensor) => tensor.name === "head.bias" ? { ...tensor, dtype, bytes } : tensor);
  assert.match(
    await refusal({ model: timeSformer(SMALL), change }),
    /^Cannot read 'FILE' as weights: tensor 'head\.bias' holds NaN, infinity or more/,
  );
});

Deno.test("loadWeights() refuses a folder", () =>
  assert.rejects(loadWeights(".", slowResNet(SLOW_R50_TINY)), {
    name: "TensorFileError",
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
    const lines = error.problems.map(({ kind, text }) => `${kind}: ${text}`);
    for (
      const line of [
        "missing: blocks.0.conv.weight [8,3,1,7,7]",
        "missing: blocks.0.norm.running_mean [8]",
        "shape: blocks.0.norm.weight is [4], must be [8]",
        "type: blocks.0.norm.bias is I32, must be F64, F32, F16 or BF16",
        "unexpected: surplus",
      ]
    ) {
      assert.ok(lines.includes(line), line);
    }
    assert.match(error.message, / 1 of another shape \(blocks\.0\.norm\.weight is \[4\], must be/);
    return true;
  });
  await Deno.remove(folder, { recursive: true });
  assert.equal(tf.memory().numTensors, before);
});

/** The problems that a weight file has with a network. */
async function problemsOf(
  path: string,
  load: [model: Model, options?: LoadWeightsOptions],
): Promise<readonly string[]> {
  const before = tf.memory().numTensors;
  try {
    await loadWeights(path, ...load);
  } catch (error) {
    assert.ok(error instanceof WeightsError, String(error));
    assert.equal(tf.memory().numTensors, before);
    return error.problems.map(({ kind, text }) => `${kind}: ${text}`);
  }
  throw new Error("Cannot list problems as the file must not fit the model");
}

Deno.test("loadWeights() refuses embeddings for other clips by default", () =>
  withWeights(SMALL, async (path) => {
    assert.deepEqual(await problemsOf(path, [timeSformer({ ...SMALL, size: 32, frames: 4 })]), [
      "shape: pos_embed is [1,5,8], must be [1,17,8]",
      "shape: time_embed is [1,2,8], must be [1,4,8]",
    ]);
  }));

Deno.test("loadWeights() names the classifier's tensors if the number of classes differs", () =>
  withWeights(SMALL, async (path) => {
    const model = timeSformer({ ...SMALL, classes: 7 });
    assert.deepEqual(await problemsOf(path, [model, { resizeEmbeddings: true }]), [
      "classes: head.weight [5,8] is for 5, the model for 7",
      "classes: head.bias [5] is for 5, the model for 7",
    ]);
  }));

Deno.test("loadWeights() refuses the weights of another architecture", () =>
  withWeights({ ...SMALL, width: 16 }, async (path) => {
    const options = { resizeEmbeddings: true };
    const wider = await problemsOf(path, [timeSformer(SMALL), options]);
    assert.ok(wider.includes("shape: pos_embed is [1,5,16], must be [1,5,8]"));
    assert.ok(wider.includes("shape: head.weight is [5,16], must be [5,8]"));
    const other = await problemsOf(path, [slowResNet(SLOW_R50_TINY), options]);
    assert.ok(other.includes("missing: blocks.0.conv.weight [8,3,1,7,7]"));
    assert.ok(other.includes("unexpected: pos_embed"));
  }));
