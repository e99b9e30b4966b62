import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import fc from "fast-check";
import {
  createModel,
  loadWeights,
  type Model,
  type ModelState,
  resizeEmbedding,
  SafetensorsError,
  SafetensorsReader,
  saveWeights,
  slowResNet,
  timeSformer,
  type TimeSformerConfig,
  WeightsError,
  writeSafetensors,
} from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { SLOW_R50_TINY } from "../_reference.ts";
import "../../_tensorflow.ts";

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

/** A tensor of a weight file, as bytes. */
interface RawTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Writes a safetensors file with tensors of any type. */
async function writeRaw(path: string, tensors: readonly RawTensor[]): Promise<void> {
  let end = 0;
  const header = Object.fromEntries(tensors.map(({ name, dtype, shape, bytes }) => {
    const start = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, end] }];
  }));
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(BigUint64Array.of(BigInt(json.length)).buffer);
  await Deno.writeFile(path, Buffer.concat([length, json, ...tensors.map(({ bytes }) => bytes)]));
}

/** Reads all tensors of a safetensors file. */
async function readRaw(path: string): Promise<RawTensor[]> {
  using file = await SafetensorsReader.open(path);
  const content = await Deno.readFile(path);
  return [...file.tensors].map(([name, { dtype, shape, start, length }]) => {
    return { name, dtype, shape, bytes: content.subarray(start, start + length) };
  });
}

const ONE = new Uint8Array(Float32Array.of(1).buffer);
const epoch: RawTensor = { name: "epoch", dtype: "I64", shape: [], bytes: new Uint8Array(8) };
const head: RawTensor = { name: "head.weight", dtype: "F32", shape: [1], bytes: ONE };

/** Renames the tensors of a file. */
function renameAll(
  tensors: readonly RawTensor[],
  rename: (name: string) => string,
): RawTensor[] {
  return tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) }));
}

/** How a file's tensors are loaded that were changed after the model was saved. */
interface Reload {
  readonly model: Model;
  readonly change: (tensors: RawTensor[]) => RawTensor[];
}

/**
 * Saves a model, changes the tensors of the file, and loads it; requires the saved values, and
 * returns the notes.
 */
async function reload({ model, change }: Reload): Promise<string[]> {
  const before = tf.memory().numTensors;
  const state = model.initialize(1);
  const notes: string[] = [];
  try {
    await withFolder(async (folder) => {
      const path = join(folder, "weights.safetensors");
      await saveWeights(path, model, state);
      await writeRaw(path, change(await readRaw(path)));
      const notify = (line: string) => notes.push(line.replace(path, "FILE"));
      const loaded = await loadWeights(path, model, { notify });
      for (const part of ["parameters", "statistics"] as const) {
        assert.deepEqual(Object.keys(loaded[part]), Object.keys(state[part]));
        for (const [name, tensor] of Object.entries(state[part])) {
          assert.deepEqual(loaded[part][name]!.dataSync(), tensor.dataSync(), name);
        }
        tf.dispose(loaded[part]);
      }
    });
  } finally {
    tf.dispose([state.parameters, state.statistics]);
  }
  assert.equal(tf.memory().numTensors, before);
  return notes;
}

/** Returns the message of the error that a changed file is refused with. */
async function refusal(options: Reload): Promise<string> {
  try {
    await reload(options);
  } catch (error) {
    assert.ok(error instanceof WeightsError || error instanceof SafetensorsError, String(error));
    assert.ok(!error.message.includes("\n"), error.message);
    return error.message.replace(error.path, "FILE");
  }
  throw new Error("Cannot show a refusal as the file must not fit the model");
}

const WRAPPERS = ["_orig_mod.", "module.", "model.", "backbone.", "encoder.", "net.", "student."];

Deno.test("loadWeights() accepts names behind any chain of wrappers", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...WRAPPERS), { maxLength: 3 }),
      fc.boolean(),
      async (wrappers, isTimeSformer) => {
        const prefix = wrappers.join("");
        const model = isTimeSformer ? timeSformer(SMALL) : slowResNet(SLOW_R50_TINY);
        const change = (tensors: RawTensor[]) => renameAll(tensors, (name) => prefix + name);
        assert.deepEqual(await reload({ model, change }), []);
      },
    ),
    { numRuns: 20 },
  ));

const behind = (tensors: readonly RawTensor[], prefix: string) =>
  renameAll(tensors, (name) => prefix + name);

const isHead = (name: string) => /^(?:head|blocks\.\d+\.proj)\./.test(name);

const STRAYS: readonly (readonly [string, Reload["change"], string])[] = [
  ["a counter", (tensors) => [...tensors, epoch], "1 tensor that the model does not have (epoch)"],
  [
    "a counter outside of the prefix",
    (tensors) => [epoch, ...behind(tensors, "_orig_mod.module.")],
    "1 tensor that the model does not have (epoch)",
  ],
  [
    "another head outside of the prefix",
    (tensors) => [...behind(tensors, "backbone."), { ...head, name: "head.weight" }],
    "1 tensor that the model does not have (head.weight)",
  ],
  [
    "modules of another network",
    (tensors) => [
      ...behind(tensors, "model.encoder."),
      ...["a", "b", "c", "d"].map((name) => ({ ...head, name: `model.decoder.${name}` })),
    ],
    "4 tensors that the model does not have (model.decoder.a, model.decoder.b, model.decoder.c, …)",
  ],
  [
    "a mask of booleans",
    (tensors) => [...tensors, { name: "mask", dtype: "BOOL", shape: [1], bytes: Uint8Array.of(1) }],
    "1 tensor that the model does not have (mask)",
  ],
];

for (const config of [SLOW_R50_TINY, SMALL]) {
  const model = createModel(config);

  Deno.test.each(STRAYS)(
    `loadWeights() loads ${config.kind} from a file with %s, and says so`,
    async (_, change, note) => {
      assert.deepEqual(await reload({ model, change }), [`Weights of FILE: left out ${note}`]);
    },
  );

  Deno.test(`loadWeights() loads ${config.kind} with the classifier outside of the backbone`, async () => {
    const change = (tensors: RawTensor[]) =>
      renameAll(tensors, (name) => `module.${isHead(name) ? name : `backbone.${name}`}`);
    assert.deepEqual(await reload({ model, change }), []);
  });

  Deno.test(`loadWeights() loads ${config.kind} with blocks that were compiled or wrapped one by one`, async () => {
    const change = (tensors: RawTensor[]) =>
      renameAll(tensors, (name) =>
        name.replace(/^blocks\.0\./, "blocks.0._orig_mod.")
          .replace(/^blocks\.1\./, "blocks.1._fsdp_wrapped_module._checkpoint_wrapped_module."));
    assert.deepEqual(await reload({ model, change }), []);
  });

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

Deno.test("loadWeights() translates the names of Hugging Face's TimeSformer", async () => {
  const model = timeSformer(SMALL);
  const toHuggingFace = (name: string) =>
    name.replace(/^(cls_token)$/, "timesformer.embeddings.$1")
      .replace(/^pos_embed$/, "timesformer.embeddings.position_embeddings")
      .replace(/^time_embed$/, "timesformer.embeddings.time_embeddings")
      .replace("patch_embed.proj.", "timesformer.embeddings.patch_embeddings.projection.")
      .replace(/^blocks\./, "timesformer.encoder.layer.")
      .replace(".temporal_attn.qkv.", ".temporal_attention.attention.qkv.")
      .replace(".temporal_attn.proj.", ".temporal_attention.output.dense.")
      .replace(".temporal_norm1.", ".temporal_layernorm.")
      .replace(".temporal_fc.", ".temporal_dense.")
      .replace(".attn.qkv.", ".attention.attention.qkv.")
      .replace(".attn.proj.", ".attention.output.dense.")
      .replace(".norm1.", ".layernorm_before.")
      .replace(".norm2.", ".layernorm_after.")
      .replace(".mlp.fc1.", ".intermediate.dense.")
      .replace(".mlp.fc2.", ".output.dense.")
      .replace(/^norm\./, "timesformer.layernorm.")
      .replace(/^head\./, "classifier.");
  for (const prefix of ["", "module."]) {
    const change = (tensors: RawTensor[]) =>
      renameAll(tensors, (name) => prefix + toHuggingFace(name));
    assert.deepEqual(await reload({ model, change }), []);
  }
});

/** Values as bytes of another element type; those of the test are exact in each. */
const ENCODERS: Readonly<Record<string, (values: Float32Array) => Uint8Array>> = {
  F64: (values) => new Uint8Array(Float64Array.from(values).buffer),
  F16: (values) => new Uint8Array(Float16Array.from(values).buffer),
  BF16: (values) =>
    new Uint8Array(
      Uint16Array.from(new Uint32Array(values.slice().buffer), (bits) => bits >>> 16).buffer,
    ),
};

Deno.test.each(Object.keys(ENCODERS))("loadWeights() reads weights of type %s", async (dtype) => {
  const model = slowResNet(SLOW_R50_TINY);
  await withFolder(async (folder) => {
    const path = join(folder, "weights.safetensors");
    const state = model.initialize(1);
    await saveWeights(path, model, state);
    const encoded = (await readRaw(path)).map((tensor) => {
      if (tensor.dtype !== "F32") return tensor;
      const values = new Float32Array(tensor.bytes.length / 4).map((_, index) => index % 8 / 4);
      return { ...tensor, dtype, bytes: ENCODERS[dtype]!(values) };
    });
    await writeRaw(path, encoded);
    const loaded = await loadWeights(path, model);
    const [bias] = [loaded.parameters["blocks.0.norm.bias"]!.dataSync()];
    assert.deepEqual(Array.from(bias), [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
    for (const { parameters, statistics } of [state, loaded]) tf.dispose([parameters, statistics]);
  });
});

Deno.test.each([
  ["NaN", "F32", new Uint8Array(Float32Array.of(NaN, 1, 1, 1, 1).buffer)],
  ["infinity", "F32", new Uint8Array(Float32Array.of(-Infinity, 1, 1, 1, 1).buffer)],
  ["what float32 cannot hold", "F64", new Uint8Array(Float64Array.of(1e300, 1, 1, 1, 1).buffer)],
])("loadWeights() refuses weights that hold %s, and keeps no tensor", async (_, dtype, bytes) => {
  const change = (tensors: RawTensor[]) =>
    tensors.map((tensor) => tensor.name === "head.bias" ? { ...tensor, dtype, bytes } : tensor);
  assert.match(
    await refusal({ model: timeSformer(SMALL), change }),
    /^Cannot read 'FILE' as safetensors: tensor 'head\.bias' holds NaN, infinity or more/,
  );
});

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
