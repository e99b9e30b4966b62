import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  createModel,
  loadWeights,
  resizeEmbedding,
  SafetensorsReader,
  saveWeights,
  slowResNet,
  timeSformer,
} from "../../../models/mod.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { SLOW_R50_TINY } from "../_reference.ts";
import {
  behind,
  epoch,
  head,
  isHead,
  type RawTensor,
  readRaw,
  type Reload,
  reload,
  renameAll,
  SMALL,
  withWeights,
  writeRaw,
} from "./_reload.ts";
import "../../_tensorflow.ts";

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

const STRAYS: readonly (readonly [string, Reload["change"], string])[] = [
  [
    "a counter",
    (tensors) => [...tensors, epoch],
    "1 tensor that the network does not have (epoch)",
  ],
  [
    "a counter outside of the prefix",
    (tensors) => [epoch, ...behind(tensors, "_orig_mod.module.")],
    "1 tensor that the network does not have (epoch)",
  ],
  [
    "another head outside of the prefix",
    (tensors) => [...behind(tensors, "backbone."), { ...head, name: "head.weight" }],
    "1 tensor that the network does not have (head.weight)",
  ],
  [
    "modules of another network",
    (tensors) => [
      ...behind(tensors, "model.encoder."),
      ...["a", "b", "c", "d"].map((name) => ({ ...head, name: `model.decoder.${name}` })),
    ],
    "4 tensors that the network does not have (model.decoder.a, model.decoder.b, model.decoder.c, …)",
  ],
  [
    "a mask of booleans",
    (tensors) => [...tensors, { name: "mask", dtype: "BOOL", shape: [1], bytes: Uint8Array.of(1) }],
    "1 tensor that the network does not have (mask)",
  ],
];

for (const config of [SLOW_R50_TINY, SMALL]) {
  const model = createModel(config);

  Deno.test.each(STRAYS)(
    `loadWeights() loads ${config.kind} from a file with %s, and says so`,
    async (_, change, note) => {
      assert.deepEqual(await reload({ model, change }), [`left out ${note}`]);
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

Deno.test("loadWeights() resizes embeddings if resizeEmbeddings is set, and the network runs with them", async () => {
  const before = tf.memory().numTensors;
  const large = { ...SMALL, size: 32, frames: 4 };
  await withWeights(SMALL, async (path) => {
    const model = timeSformer(large);
    const { report, ...state } = await loadWeights(path, model, { resizeEmbeddings: true });
    assert.deepEqual(report.resized, [
      "pos_embed is resized from 5 to 17 rows",
      "time_embed is resized from 2 to 4 rows",
    ]);
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

/** Loads the weights of a network with five classes for other classes. */
async function loadFor(classNames: readonly string[], inFile?: readonly string[]) {
  return await withFolder(async (folder) => {
    const path = join(folder, "weights.pth");
    const saved = timeSformer(SMALL);
    const state = saved.initialize(1);
    const metadata = inFile === undefined
      ? undefined
      : { actnetformer: "0.1.0", classes: JSON.stringify(inFile) };
    await saveWeights(path, saved, state, metadata);
    const model = timeSformer({ ...SMALL, classes: classNames.length });
    const { report, ...loaded } = await loadWeights(path, model, { classNames, seed: 7 });
    const fresh = model.initialize(7);
    const [weight, drawn] = [loaded, fresh].map(({ parameters }) =>
      parameters["head.weight"]!.dataSync()
    );
    const isFresh = `${weight}` === `${drawn}`;
    disposeTree({ ...state, loaded: { ...loaded }, fresh: { ...fresh } });
    return { report, isFresh };
  });
}

Deno.test("loadWeights() starts a new classifier if the file does not say that it is for the same classes", async () => {
  const before = tf.memory().numTensors;
  const letters = ["a", "b", "c", "d", "e"];
  for (const inFile of [undefined, ["a", "b", "c", "e", "d"]]) {
    const { report, isFresh } = await loadFor(letters, inFile);
    assert.deepEqual([report.freshClassifier, isFresh], [true, true]);
    assert.deepEqual(report.fresh, ["head.weight", "head.bias"]);
  }
  const { report, isFresh } = await loadFor(letters, letters);
  assert.deepEqual([report.freshClassifier, isFresh, report.fresh], [false, false, []]);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("loadWeights() starts a classifier for another number of classes, and says so", async () => {
  const { report, isFresh } = await loadFor(["a", "b"]);
  assert.ok(isFresh);
  assert.equal(
    report.summary,
    "TimeSformer (width 8, depth 1, patch 8) from weights.pth (TimeSformer): 27 of 29 tensors; " +
      "the classifier (5 classes) starts new for 2",
  );
});
