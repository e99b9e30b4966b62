import assert from "node:assert/strict";
import {
  MODEL_NAMES,
  type ModelConfig,
  NAMED_CONFIGS,
  type RecognizedNetwork,
  recognizeNetwork,
} from "../../../models/mod.ts";
import { caffe2, fileOf, pyslowfast, type Rename, renamed, tensorsOf } from "./_network_files.ts";

/** What of a recognized network is compared. */
function summaryOf({ config, classes, title, source }: RecognizedNetwork) {
  return { config: { ...config, classes }, title, source };
}

const TITLES = {
  slow_r50: "Slow R50",
  slow_r50_quarter: "Slow R50 (width 16)",
  slow_r18: "Slow R18",
  slowfast_r50: "SlowFast R50",
  r3d_18: "R3D R18",
  tsm_r18: "TSM R18",
  timesformer_vit_s: "TimeSformer ViT-S",
  timesformer_vit_b: "TimeSformer ViT-B",
};

/** Whose names are the official ones, by the kind of network. */
const SOURCES: Readonly<Record<string, string>> = {
  "timesformer": "TimeSformer",
  "tsm-resnet": "TSM",
};

/** R3D's strides are not in its shapes. */
const RECOGNIZED = MODEL_NAMES.filter((name) => name !== "r3d_18");

Deno.test.each(RECOGNIZED)("recognizeNetwork() recognizes %s by its shapes", async (name) => {
  const config = NAMED_CONFIGS[name];
  const source = SOURCES[config.kind] ?? "PyTorchVideo";
  for (const prefix of ["", "module.model."]) {
    const file = fileOf(renamed(config, (tensor) => prefix + tensor));
    const recognized = await recognizeNetwork(file);
    assert.deepEqual(summaryOf(recognized), { config, title: TITLES[name], source });
    assert.equal(recognized.fromImages, false);
  }
});

Deno.test("recognizeNetwork() recognizes PySlowFast's names, and those of its files from Caffe2", async () => {
  const { slow_r50: config } = NAMED_CONFIGS;
  const momenta: [string, readonly number[]][] = [["res2_0_branch2a_w_momentum", [1]], ["lr", [1]]];
  for (
    const tensors of [
      renamed(config, pyslowfast),
      renamed(config, (name) => `module.${pyslowfast(name)}`),
      [...renamed(config, caffe2), ...momenta],
    ]
  ) {
    const recognized = await recognizeNetwork(fileOf(tensors));
    assert.deepEqual(summaryOf(recognized), { config, title: "Slow R50", source: "PySlowFast" });
  }
});

/** Returns a SlowFast network's names as PySlowFast has them. */
const pyslowfastTwoPathways: Rename = (name) =>
  name.replace(/^blocks\.0\.multipathway_blocks\.(\d)\.conv\./, "s1.pathway$1_stem.conv.")
    .replace(/^blocks\.0\.multipathway_blocks\.(\d)\.norm\./, "s1.pathway$1_stem.bn.")
    .replace(
      /^blocks\.(\d)\.multipathway_fusion\.(conv_fast_to_slow|norm)/,
      (_, stage, part) => `s${Number(stage) + 1}_fuse.${part === "norm" ? "bn" : "conv_f2s"}`,
    )
    .replace(
      /^blocks\.(\d)\.multipathway_blocks\.(\d)\.res_blocks\.(\d+)\./,
      (_, stage, pathway, block) => `s${Number(stage) + 1}.pathway${pathway}_res${block}.`,
    )
    .replace("branch1_conv", "branch1").replace("branch1_norm", "branch1_bn")
    .replace(/branch2\.conv_(.)/, "branch2.$1").replace(/branch2\.norm_(.)/, "branch2.$1_bn")
    .replace("blocks.6.proj", "head.projection");

Deno.test("recognizeNetwork() recognizes PySlowFast's SlowFast, and the fast clip by the name", async () => {
  const { slowfast_r50: config } = NAMED_CONFIGS;
  const tensors = renamed(config, pyslowfastTwoPathways);
  const recognized = await recognizeNetwork(fileOf(tensors, { path: "SLOWFAST_8x8_R50.pyth" }));
  assert.deepEqual(summaryOf(recognized), { config, title: "SlowFast R50", source: "PySlowFast" });
  assert.deepEqual(recognized.clip, { size: undefined, frames: 32, stride: 2 });
});

Deno.test("recognizeNetwork() needs the ratio of frames of an unusual SlowFast", async () => {
  const config = { ...NAMED_CONFIGS.slowfast_r50, fusionKernel: 5, frameRatio: 8 };
  const tensors = renamed(config, pyslowfastTwoPathways);
  await assert.rejects(recognizeNetwork(fileOf(tensors)), /fusion covers 5 frames and not 7/);
  const cfg = "DATA:\n  NUM_FRAMES: 32\n  SAMPLING_RATE: 2\nSLOWFAST:\n  ALPHA: 8\n";
  const recognized = await recognizeNetwork(fileOf(tensors, { metadata: { cfg } }));
  assert.deepEqual({ ...recognized.config, classes: recognized.classes }, config);
  assert.equal(recognized.title, "SlowFast R50 (frame ratio 8, fusion kernel 5)");
});

Deno.test.each([
  ["SLOW_8x8_R50.pyth", 8, 8],
  ["SLOWONLY_4x16_R50.pkl", 4, 16],
  ["slowonly_r50_8xb16-8x8x1-256e_kinetics400-rgb_20220901-2132fc87.pth", 8, 8],
  ["slowonly_r50_4x16x1_256e_8xb16_kinetics400-rgb_20220901-f6a40d08.pth", 4, 16],
  ["slow_r50.safetensors", undefined, undefined],
  ["a_8x8_b_4x16.pth", undefined, undefined],
])("recognizeNetwork() finds the clips in the name %s", async (path, frames, stride) => {
  const file = fileOf(renamed(NAMED_CONFIGS.slow_r50, pyslowfast), { path: `models/${path}` });
  const { clip, notes } = await recognizeNetwork(file);
  assert.deepEqual([clip.frames, clip.stride], [frames, stride]);
  const note = `${frames} frames at stride ${stride}, by the file's name`;
  assert.equal(notes.includes(note), frames !== undefined);
});

Deno.test("recognizeNetwork() believes the embedding rather than the file's name", async () => {
  const tensors = tensorsOf(NAMED_CONFIGS.timesformer_vit_s);
  const named = (path: string) => recognizeNetwork(fileOf(tensors, { path }));
  const { clip } = await named("TimeSformer_divST_8x32_224_K400.pyth");
  assert.deepEqual(clip, { size: 224, frames: 8, stride: 32 });
  assert.deepEqual((await named("TimeSformer_divST_96x4_224_K400.pyth")).clip, {
    size: 224,
    frames: 8,
  });
});

Deno.test("recognizeNetwork() believes what this program writes", async () => {
  const config: ModelConfig = {
    ...NAMED_CONFIGS.timesformer_vit_s,
    classes: 2,
    width: 12,
    depth: 1,
    heads: 2,
  };
  const metadata = {
    actnetformer: "0.1.0",
    network: JSON.stringify(config),
    classes: JSON.stringify(["b", "a"]),
    clip: JSON.stringify({ size: 224, frames: 8, stride: 4, fps: 30, modality: "gradient" }),
    normalization: JSON.stringify({ mean: [0, 0, 0], std: [1, 1, 1] }),
  };
  const recognized = await recognizeNetwork(fileOf(tensorsOf(config), { metadata }));
  assert.equal(recognized.source, "ActNetFormer");
  assert.deepEqual(summaryOf(recognized).config, config);
  assert.deepEqual(recognized.classNames, ["b", "a"]);
  assert.deepEqual(recognized.normalization, { mean: [0, 0, 0], std: [1, 1, 1] });
  assert.equal(recognized.clip.stride, 4);
  assert.equal(recognized.clip.modality, "gradient");
  assert.ok(recognized.notes.includes("trained on clips of gradient instead of frames"));
});

Deno.test.each(["r3d_18", "tsm_r18", "slowfast_r50"] as const)(
  "recognizeNetwork() believes what this program writes of %s",
  async (name) => {
    const config = NAMED_CONFIGS[name];
    const metadata = { actnetformer: "0.1.0", network: JSON.stringify(config) };
    const recognized = await recognizeNetwork(fileOf(tensorsOf(config), { metadata }));
    const expected = { config, title: TITLES[name], source: "ActNetFormer" };
    assert.deepEqual(summaryOf(recognized), expected);
  },
);

Deno.test("recognizeNetwork() recognizes a network without a classifier", async () => {
  const tensors = tensorsOf(NAMED_CONFIGS.slow_r50).filter(([name]) => !name.includes(".proj."));
  const { classes, title } = await recognizeNetwork(fileOf(tensors));
  assert.deepEqual([classes, title], [undefined, "Slow R50"]);
});
