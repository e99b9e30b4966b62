import type { WeightSource } from "./recognized_network.ts";

/** How a library names the tensors of a network. */
export interface KeyTable {
  readonly source: WeightSource;
  /** Matches a name that only files with such names have, behind any prefix. */
  readonly sign: RegExp;
  /** Parts of names and what they are in the official ones; applied in this order. */
  readonly renames: readonly Rename[];
  /** Matches names that are left as they are. */
  readonly skipped?: RegExp;
}

/** A part of a name, and what it is officially: text with `$1`, or made of the parts. */
type Rename = readonly [
  pattern: RegExp,
  official: string | ((match: string, ...parts: string[]) => string),
];

/** Caffe2's names in PySlowFast's first weights, which that library translates to its own. */
const CAFFE2: readonly Rename[] = [
  [/^(?:res_)?conv1_(?=bn_)/, "s1.pathway0_stem."],
  [/^conv1_/, "s1.pathway0_stem.conv."],
  [/^res(\d+)_(\d+)_branch1_(bn_)?/, (_, stage, block, bn) => caffe2Block(stage, block, "1", bn)],
  [
    /^res(\d+)_(\d+)_branch2([a-c])_(bn_)?/,
    (_, stage, block, letter, bn) => caffe2Block(stage, block, `2.${letter}`, bn),
  ],
  [/^pred_/, "head.projection."],
  [/(bn[._])s$/, "$1weight"],
  [/(bn[._])b$/, "$1bias"],
  [/(bn[._])rm$/, "$1running_mean"],
  [/(bn[._])riv$/, "$1running_var"],
  [/\bbn_/, "bn."],
  [/\.w$/, ".weight"],
  [/\.b$/, ".bias"],
];

function caffe2Block(
  ...[stage, block, branch, norm]: (string | undefined)[]
): string {
  const name = `s${stage}.pathway0_res${block}.branch${branch}`;
  return norm === undefined ? `${name}.` : `${name}_bn.`;
}

const PYSLOWFAST: readonly Rename[] = [
  [/(^|\.)s1\.pathway0_stem\.conv\./, "$1blocks.0.conv."],
  [/(^|\.)s1\.pathway0_stem\.bn\./, "$1blocks.0.norm."],
  [
    /(^|\.)s(\d+)\.pathway0_res(\d+)\./,
    (_, start, stage, block) => `${start}blocks.${Number(stage) - 1}.res_blocks.${block}.`,
  ],
  [/\.branch1_bn\./, ".branch1_norm."],
  [/\.branch1\./, ".branch1_conv."],
  [/\.branch2\.([a-c])_bn\./, ".branch2.norm_$1."],
  [/\.branch2\.([a-c])\./, ".branch2.conv_$1."],
  [/(^|\.)head\.projection\./, "$1blocks.5.proj."],
];

const PYSLOWFAST_TWO_PATHWAYS: readonly Rename[] = [
  [/(^|\.)s1\.pathway(\d)_stem\.conv\./, "$1blocks.0.multipathway_blocks.$2.conv."],
  [/(^|\.)s1\.pathway(\d)_stem\.bn\./, "$1blocks.0.multipathway_blocks.$2.norm."],
  [
    /(^|\.)s(\d+)\.pathway(\d)_res(\d+)\./,
    (_, start, stage, pathway, block) =>
      `${start}blocks.${Number(stage) - 1}.multipathway_blocks.${pathway}.res_blocks.${block}.`,
  ],
  [
    /(^|\.)s(\d+)_fuse\.(conv_f2s|bn)\./,
    (_, start, stage, part) =>
      `${start}blocks.${Number(stage) - 1}.multipathway_fusion.` +
      (part === "bn" ? "norm." : "conv_fast_to_slow."),
  ],
  [/\.branch1_bn\./, ".branch1_norm."],
  [/\.branch1\./, ".branch1_conv."],
  [/\.branch2\.([a-c])_bn\./, ".branch2.norm_$1."],
  [/\.branch2\.([a-c])\./, ".branch2.conv_$1."],
  [/(^|\.)head\.projection\./, "$1blocks.6.proj."],
];

const STAGES: Rename = [/(^|\.)layer(\d+)\.(\d+)\./, "$1blocks.$2.res_blocks.$3."];

/** Names a block's layer by a letter, for which other libraries have a number. */
function branch2(part: "conv" | "norm") {
  return (_: string, block?: string, number?: string) =>
    `${block}.branch2.${part}_${"abc"[Number(number) - 1]}.`;
}

const MMACTION2_RESNET: readonly Rename[] = [
  STAGES,
  [/\.downsample\.conv\./, ".branch1_conv."],
  [/\.downsample\.bn\./, ".branch1_norm."],
  [/(\.res_blocks\.\d+)\.conv([1-3])\.conv\./, branch2("conv")],
  [/(\.res_blocks\.\d+)\.conv([1-3])\.bn\./, branch2("norm")],
  [/(^|\.)conv1\.conv\./, "$1blocks.0.conv."],
  [/(^|\.)conv1\.bn\./, "$1blocks.0.norm."],
  [/(^|\.)cls_head\.fc_cls\./, "$1blocks.5.proj."],
];

const TORCHVISION: readonly Rename[] = [
  STAGES,
  [/\.downsample\.0\./, ".branch1_conv."],
  [/\.downsample\.1\./, ".branch1_norm."],
  [/(\.res_blocks\.\d+)\.conv([1-3])\./, branch2("conv")],
  [/(\.res_blocks\.\d+)\.bn([1-3])\./, branch2("norm")],
  [/(^|\.)conv1\./, "$1blocks.0.conv."],
  [/(^|\.)bn1\./, "$1blocks.0.norm."],
  [/(^|\.)fc\./, "$1blocks.5.proj."],
];

const MMACTION2_TIMESFORMER: readonly Rename[] = [
  [/(^|\.)patch_embed\.projection\./, "$1patch_embed.proj."],
  [/(^|\.)transformer_layers\.layers\.(\d+)\./, "$1blocks.$2."],
  [/\.attentions\.0\.norm\./, ".temporal_norm1."],
  [/\.attentions\.0\.temporal_fc\./, ".temporal_fc."],
  [/\.attentions\.0\.attn\./, ".temporal_attn."],
  [/\.attentions\.1\.norm\./, ".norm1."],
  [/\.attentions\.1\.attn\./, ".attn."],
  [/\.in_proj_(weight|bias)$/, ".qkv.$1"],
  [/\.out_proj\./, ".proj."],
  [/\.ffns\.0\.norm\./, ".norm2."],
  [/\.ffns\.0\.layers\.0\.0\./, ".mlp.fc1."],
  [/\.ffns\.0\.layers\.1\./, ".mlp.fc2."],
  [/(^|\.)cls_head\.fc_cls\./, "$1head."],
];

const HUGGING_FACE: readonly Rename[] = [
  [/(^|\.)timesformer\./, "$1"],
  [/(^|\.)embeddings\.cls_token$/, "$1cls_token"],
  [/(^|\.)embeddings\.position_embeddings$/, "$1pos_embed"],
  [/(^|\.)embeddings\.time_embeddings$/, "$1time_embed"],
  [/(^|\.)embeddings\.patch_embeddings\.projection\./, "$1patch_embed.proj."],
  [/(^|\.)encoder\.layer\.(\d+)\./, "$1blocks.$2."],
  [/\.temporal_attention\.attention\.qkv\./, ".temporal_attn.qkv."],
  [/\.temporal_attention\.output\.dense\./, ".temporal_attn.proj."],
  [/\.temporal_layernorm\./, ".temporal_norm1."],
  [/\.temporal_dense\./, ".temporal_fc."],
  [/\.attention\.attention\.qkv\./, ".attn.qkv."],
  [/\.attention\.output\.dense\./, ".attn.proj."],
  [/\.layernorm_before\./, ".norm1."],
  [/\.layernorm_after\./, ".norm2."],
  [/\.intermediate\.dense\./, ".mlp.fc1."],
  [/\.output\.dense\./, ".mlp.fc2."],
  [/(^|\.)layernorm\.(weight|bias)$/, "$1norm.$2"],
  [/(^|\.)classifier\.(weight|bias)$/, "$1head.$2"],
];

/** The tables of other names than the official ones; the first whose sign a file has is its. */
export const KEY_TABLES: readonly KeyTable[] = [
  {
    source: "Hugging Face",
    sign: /(?:^|\.)embeddings\.patch_embeddings\.projection\.weight$/,
    renames: HUGGING_FACE,
  },
  {
    source: "MMAction2",
    sign: /(?:^|\.)transformer_layers\.layers\.0\.attentions\.0\.attn\.in_proj_weight$/,
    renames: MMACTION2_TIMESFORMER,
  },
  {
    source: "MMAction2",
    sign: /(?:^|\.)layer1\.0\.conv1\.conv\.weight$/,
    renames: MMACTION2_RESNET,
  },
  {
    source: "PySlowFast",
    sign: /(?:^|\.)s1_fuse\.conv_f2s\.weight$/,
    renames: PYSLOWFAST_TWO_PATHWAYS,
  },
  {
    source: "PySlowFast",
    sign: /(?:^|\.)s1\.pathway0_stem\.conv\.weight$/,
    renames: PYSLOWFAST,
  },
  {
    source: "PySlowFast",
    sign: /^res2_0_branch2a_w$/,
    renames: [...CAFFE2, ...PYSLOWFAST],
    skipped: /_momentum$/,
  },
  {
    source: "torchvision",
    sign: /(?:^|\.)layer1\.0\.conv1\.weight$/,
    renames: TORCHVISION,
  },
];

/** Signs of the official names, by who writes them. */
export const OFFICIAL_SIGNS: readonly (readonly [RegExp, WeightSource])[] = [
  [/(?:^|\.)blocks\.0\.temporal_attn\.qkv\.weight$/, "TimeSformer"],
  [/(?:^|\.)blocks\.0\.attn\.qkv\.weight$/, "timm"],
  [/(?:^|\.)base_model\.layer1\.0\.conv1\.net\.weight$/, "TSM"],
];
