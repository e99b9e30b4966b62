import assert from "node:assert/strict";
import {
  type ModelConfig,
  NAMED_CONFIGS,
  recognizeNetwork,
  UnknownNetworkError,
} from "../../../models/mod.ts";
import { fileOf, renamed, tensorsOf } from "./_network_files.ts";

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
