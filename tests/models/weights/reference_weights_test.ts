import assert from "node:assert/strict";
import {
  createModel,
  loadWeights,
  NAMED_CONFIGS,
  openWeights,
  recognizeNetwork,
  SafetensorsReader,
  type SlowResNetConfig,
  type TimeSformerConfig,
  type WeightSource,
} from "../../../models/mod.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";

const FIXTURES = decodeURIComponent(new URL("../../fixtures/weights/", import.meta.url).pathname);

const SLOW: SlowResNetConfig = { ...NAMED_CONFIGS.slow_r50, width: 4, classes: 3 };

const TIMESFORMER: TimeSformerConfig = {
  ...NAMED_CONFIGS.timesformer_vit_s,
  classes: 3,
  size: 32,
  frames: 4,
  patch: 8,
  width: 24,
  depth: 2,
  heads: 3,
};

/** Largest difference of logits, as a share of the largest logit. */
const TOLERANCE = 2e-6;

const FILES: readonly (readonly [string, SlowResNetConfig | TimeSformerConfig, WeightSource])[] = [
  ["pytorchvideo_slow_r50.pyth", SLOW, "PyTorchVideo"],
  ["SLOW_4x16_R50.pyth", SLOW, "PySlowFast"],
  ["mmaction2_slowonly_8x8x1.pth", SLOW, "MMAction2"],
  ["resnet50.pth", SLOW, "torchvision"],
  ["mmaction2_timesformer.pth", TIMESFORMER, "MMAction2"],
  ["TimeSformer_divST_4x32_32.pyth", TIMESFORMER, "TimeSformer"],
  ["hugging_face", TIMESFORMER, "Hugging Face"],
  ["deit_tiny.pth", TIMESFORMER, "timm"],
];

/** Returns the recorded clips in the device's layout. */
async function readClips(file: SafetensorsReader): Promise<tf.Tensor5D> {
  const { shape } = file.tensors.get("clip")!;
  const shape5d = [...shape] as [number, number, number, number, number];
  const values = await file.read("clip") as Float32Array;
  return tf.tidy(() => tf.transpose(tf.tensor5d(values, shape5d), [0, 2, 3, 4, 1]));
}

Deno.test.each(FILES)(
  "loadWeights() gives the logits of the library that wrote %s",
  async (name, config, source) => {
    const before = tf.memory().numTensors;
    using recorded = await SafetensorsReader.open(`${FIXTURES}logits.safetensors`);
    const model = createModel(config);
    const { report, ...state } = await loadWeights(FIXTURES + name, model);
    assert.equal(report.source, source);
    const clips = await readClips(recorded);
    const logits = tf.tidy(() => model.forward({ ...state, clips, training: false }).logits);
    const expected = await recorded.read(name) as Float32Array;
    const values = await logits.data();
    const largest = Math.max(...expected.map(Math.abs));
    expected.forEach((value, index) => {
      assert.ok(Math.abs(value - values[index]!) < TOLERANCE * largest, `${values} ${expected}`);
    });
    disposeTree({ clips, logits, ...state });
    assert.equal(tf.memory().numTensors, before);
  },
);

Deno.test("loadWeights() says of weights for images what starts new", async () => {
  const { report, ...state } = await loadWeights(
    `${FIXTURES}deit_tiny.pth`,
    createModel(TIMESFORMER),
  );
  assert.deepEqual(report.fresh, [
    "time_embed",
    "blocks.0.temporal_fc.weight",
    "blocks.0.temporal_fc.bias",
    "blocks.1.temporal_fc.weight",
    "blocks.1.temporal_fc.bias",
  ]);
  assert.equal(
    report.summary,
    "TimeSformer (width 24, depth 2, patch 8) from deit_tiny.pth (made of an image network of " +
      "timm): 44 of 49 tensors; temporal attention starts as a copy of spatial attention, without " +
      "effect at first",
  );
  disposeTree(state);
});

Deno.test("recognizeNetwork() reads what the libraries say of their networks", async () => {
  const recognize = async (name: string) => {
    using file = await openWeights(FIXTURES + name);
    return await recognizeNetwork(file);
  };
  const { classes: _, ...slow } = SLOW;
  const slowfast = await recognize("SLOW_4x16_R50.pyth");
  assert.deepEqual(slowfast.config, slow);
  assert.deepEqual(slowfast.clip, { size: 32, frames: 4, stride: 16 });
  assert.deepEqual(slowfast.notes, []);
  const mmaction2 = await recognize("mmaction2_slowonly_8x8x1.pth");
  assert.deepEqual(mmaction2.classNames, ["jump", "run", "walk"]);
  assert.deepEqual(mmaction2.normalization!.mean, [0.485, 0.456, 0.406]);
  assert.deepEqual([mmaction2.clip.frames, mmaction2.clip.stride], [8, 8]);
  const { classes, ...timesformer } = TIMESFORMER;
  const huggingFace = await recognize("hugging_face");
  assert.deepEqual(huggingFace.config, timesformer);
  assert.deepEqual([huggingFace.classes, huggingFace.classNames!.length], [classes, 3]);
  assert.deepEqual(huggingFace.normalization!.std, [0.225, 0.225, 0.225]);
  const image = await recognize("resnet50.pth");
  assert.deepEqual([image.config, image.fromImages, image.clip], [slow, true, { size: undefined }]);
});
