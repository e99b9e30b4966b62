import assert from "node:assert/strict";
import {
  createModel,
  MODEL_NAMES,
  type ModelConfig,
  NAMED_CONFIGS,
  officialShape,
  type RecognizedNetwork,
  recognizeNetwork,
  type TensorFile,
  type TensorInfo,
  UnknownNetworkError,
} from "../../../models/mod.ts";

/** A file of which only names, shapes and metadata are there. */
function fileOf(
  tensors: Iterable<readonly [string, readonly number[]]>,
  { path = "FILE", metadata = {} }: Partial<Pick<TensorFile, "path" | "metadata">> = {},
): TensorFile {
  const infos = [...tensors].map(([name, shape]): [string, TensorInfo] => [
    name,
    { dtype: "F32", shape },
  ]);
  return {
    path,
    metadata,
    tensors: new Map(infos),
    read: () => Promise.reject(new Error("Cannot read as the file must have values: it has none")),
    [Symbol.dispose]: () => {},
  };
}

/** Names and shapes of a network's tensors in PyTorch. */
function tensorsOf(config: ModelConfig): [string, readonly number[]][] {
  const { parameters, statistics } = createModel(config);
  return [...parameters, ...statistics].map((spec) => [spec.name, officialShape(spec)]);
}

/** Names of a file, changed. */
type Rename = (name: string) => string;

/** Returns a network's names as PySlowFast has them. */
const pyslowfast: Rename = (name) =>
  name.replace("blocks.0.conv.", "s1.pathway0_stem.conv.")
    .replace("blocks.0.norm.", "s1.pathway0_stem.bn.")
    .replace(
      /^blocks\.(\d)\.res_blocks\.(\d+)\./,
      (_, stage, block) => `s${Number(stage) + 1}.pathway0_res${block}.`,
    )
    .replace("branch1_conv", "branch1").replace("branch1_norm", "branch1_bn")
    .replace(/branch2\.conv_(.)/, "branch2.$1").replace(/branch2\.norm_(.)/, "branch2.$1_bn")
    .replace("blocks.5.proj", "head.projection");

/** Returns a network's names as Caffe2 has them in PySlowFast's first files. */
const caffe2: Rename = (name) =>
  pyslowfast(name)
    .replace(/^s1\.pathway0_stem\.conv/, "conv1").replace(/^s1\.pathway0_stem\.bn/, "res_conv1_bn")
    .replace(/^s(\d)\.pathway0_res(\d+)\.branch1/, "res$1_$2_branch1")
    .replace(/^s(\d)\.pathway0_res(\d+)\.branch2\./, "res$1_$2_branch2")
    .replace("head.projection", "pred")
    .replace(/bn\.weight$/, "bn_s").replace(/bn\.bias$/, "bn_b")
    .replace(/bn\.running_mean$/, "bn_rm").replace(/bn\.running_var$/, "bn_riv")
    .replace(/\.weight$/, "_w").replace(/\.bias$/, "_b");

function renamed(config: ModelConfig, rename: Rename): [string, readonly number[]][] {
  return tensorsOf(config).map(([name, shape]) => [rename(name), shape]);
}

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
    clip: JSON.stringify({ size: 224, frames: 8, stride: 4, fps: 30 }),
    normalization: JSON.stringify({ mean: [0, 0, 0], std: [1, 1, 1] }),
  };
  const recognized = await recognizeNetwork(fileOf(tensorsOf(config), { metadata }));
  assert.equal(recognized.source, "ActNetFormer");
  assert.deepEqual(summaryOf(recognized).config, config);
  assert.deepEqual(recognized.classNames, ["b", "a"]);
  assert.deepEqual(recognized.normalization, { mean: [0, 0, 0], std: [1, 1, 1] });
  assert.equal(recognized.clip.stride, 4);
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

const { slow_r50: R50, timesformer_vit_s: VIT_S } = NAMED_CONFIGS;

/** Tensors of a network with changes. */
function changed(
  config: ModelConfig,
  change: Readonly<Record<string, readonly number[] | undefined>>,
): [string, readonly number[]][] {
  const tensors = new Map(tensorsOf(config));
  for (const [name, shape] of Object.entries(change)) {
    if (shape === undefined) tensors.delete(name);
    else tensors.set(name, shape);
  }
  return [...tensors];
}

const REFUSED: readonly (readonly [string, [string, readonly number[]][], RegExp])[] = [
  ["no tensors", [], /it has no tensors/],
  ["other names", [["conv.weight", [1]]], /its 1 tensors have other names \(conv\.weight, …\)/],
  [
    "MMAction2's SlowFast",
    [["backbone.slow_path.conv1.conv.weight", [1]]],
    /looks like a SlowFast with names of MMAction2 or Caffe2 \(backbone\.slow_path/,
  ],
  ["X3D", [["blocks.0.conv.conv_t.weight", [1]]], /looks like an X3D/],
  ["MViT", [["blocks.0.attn.pool_q.weight", [1]]], /looks like an MViT/],
  ["Swin", [["layers.0.blocks.0.attn.relative_position_bias_table", [1]]], /a Swin/],
  ["VideoMAE", [["blocks.0.attn.q_bias", [1]]], /a VideoMAE/],
  ["a network that looks for boxes", [["roi_head.fc_cls.weight", [1]]], /in boxes/],
  ["torchvision's 3D ResNet", [["layer1.0.conv1.0.weight", [1]]], /3D ResNet of torchvision/],
  [
    "optical flow",
    changed(R50, { "blocks.0.conv.weight": [64, 2, 1, 7, 7] }),
    /takes 2 channels, not red, green, blue/,
  ],
  [
    "I3D",
    changed(R50, { "blocks.0.conv.weight": [64, 3, 5, 7, 7] }),
    /its stem covers 5 frames, as that of an I3D/,
  ],
  [
    "kernels that differ in a stage",
    changed(R50, { "blocks.3.res_blocks.1.branch2.conv_a.weight": [256, 1024, 1, 1, 1] }),
    /in stage 3, kernels cover 3, 1, 3, 3, 3, 3 frames/,
  ],
  ["C2D", tensorsOf({ ...R50, temporalKernels: [1, 1, 1, 1] }), /1, 1, 1, 1 frames .* a C2D/],
  ["another stem", tensorsOf({ ...R50, stemKernel: 3 }), /its strides are not known/],
  [
    "a missing tensor",
    changed(R50, { "blocks.0.norm.bias": undefined }),
    /missing: blocks\.0\.norm/,
  ],
  [
    "joint attention",
    tensorsOf(VIT_S).filter(([name]) => !name.includes(".temporal_")),
    /joint attention over space and time/,
  ],
  ["unknown heads", tensorsOf({ ...VIT_S, width: 96, heads: 4 }), /how many attention heads/],
  [
    "a network twice",
    [...renamed(R50, (name) => `a.${name}`), ...renamed(R50, (name) => `b.${name}`)],
    /it holds 2, under 'a\.', 'b\.'/,
  ],
];

Deno.test.each(REFUSED)("recognizeNetwork() refuses %s", async (_, tensors, message) => {
  await assert.rejects(recognizeNetwork(fileOf(tensors)), (error: unknown) => {
    assert.ok(error instanceof UnknownNetworkError, String(error));
    assert.match(error.message, message);
    assert.ok(error.message.length < 700 && !error.message.includes("\n"), error.message);
    return true;
  });
});

Deno.test("recognizeNetwork() recognizes a network without a classifier", async () => {
  const tensors = tensorsOf(R50).filter(([name]) => !name.includes(".proj."));
  const { classes, title } = await recognizeNetwork(fileOf(tensors));
  assert.deepEqual([classes, title], [undefined, "Slow R50"]);
});

const BLUE_FIRST = [
  ["PySlowFast", { cfg: "DATA:\n  NUM_FRAMES: 8\n  REVERSE_INPUT_CHANNEL: true\n" }],
  ["MMAction2", { "meta.config": "img_norm_cfg = dict(mean=[104, 117, 128], to_bgr=True)" }],
] as const;

for (const [library, metadata] of BLUE_FIRST) {
  Deno.test(`recognizeNetwork() refuses channels in another order, as ${library} says it`, async () => {
    const file = fileOf(tensorsOf({ ...R50, classes: 2, width: 4 }), { metadata });
    await assert.rejects(recognizeNetwork(file), /trained on the channels blue, green, red, but/);
  });
}
