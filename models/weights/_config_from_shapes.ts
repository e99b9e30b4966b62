import type { SlowResNetConfig } from "../networks/slow_resnet_config.ts";
import type { SlowFastConfig } from "../networks/slowfast_resnet_config.ts";
import type { TimeSformerConfig } from "../networks/timesformer_config.ts";
import type { TsmConfig } from "../networks/tsm_resnet_config.ts";
import type { TensorFile } from "../safetensors/mod.ts";
import type { FileFacts } from "./_file_facts.ts";
import type { OfficialNames } from "./_official_names.ts";
import type { NetworkWithoutClasses } from "./recognized_network.ts";
import { UnknownNetworkError } from "./unknown_network_error.ts";

/** A network without the number of classes, and that number if there is a classifier. */
export interface ShapedNetwork {
  readonly config: NetworkWithoutClasses;
  readonly classes: number | undefined;
}

/** The tensors of one network by their official names without prefix, as shapes. */
interface Shapes {
  readonly path: string;
  readonly fromImages: boolean;
  readonly facts: FileFacts;
  /** Returns the shape of a tensor of the body; undefined if there is none. */
  shape(name: string): readonly number[] | undefined;
  /** Returns the shape of the classifier's weight, which may be outside of the body's prefix. */
  classifier(name: string): readonly number[] | undefined;
}

/** Temporal kernels of the published Slow networks, by stage. */
const SLOW_KERNELS: readonly number[] = [1, 1, 3, 3];

/** Extent of the stem that all published ResNets have, and with it their strides. */
const USUAL_STEM = 7;

/** Heads of the published ViTs, by their width. */
const USUAL_HEADS: Readonly<Record<number, number>> = {
  192: 3,
  384: 6,
  768: 12,
  1024: 16,
  1280: 16,
};

/** Frames of a TimeSformer that is made of an image network. */
const FRAMES_FOR_IMAGES = 8;

/**
 * Derives a network from the shapes of a file's tensors.
 *
 * @throws {UnknownNetworkError} If they are not those of a network here, or the shapes leave open
 * which network they are of.
 */
export function configFromShapes(
  file: TensorFile,
  official: OfficialNames,
  facts: FileFacts,
): ShapedNetwork {
  const { shapes, kind } = findBody(file, official, facts);
  if (facts.network !== undefined) {
    const { classes: _, ...config } = facts.network;
    return { config, classes: facts.network.classes };
  }
  return NETWORKS[kind](shapes);
}

const NETWORKS = {
  "slow-resnet": resNetOf,
  "slowfast-resnet": slowFastOf,
  "r3d-resnet": r3dOf,
  "tsm-resnet": tsmOf,
  "timesformer": timeSformerOf,
};

/** The tensor that every network of a kind has once. */
const ANCHORS = {
  "slow-resnet": "blocks.0.conv.weight",
  "slowfast-resnet": "blocks.0.multipathway_blocks.0.conv.weight",
  "r3d-resnet": "backbone.layer1.0.conv1.conv.weight",
  "tsm-resnet": "base_model.layer1.0.conv1.net.weight",
  "timesformer": "patch_embed.proj.weight",
} as const;

function findBody(file: TensorFile, official: OfficialNames, facts: FileFacts) {
  const bodies = (Object.keys(ANCHORS) as (keyof typeof ANCHORS)[]).flatMap((kind) =>
    [...official.names.keys()]
      .filter((name) => name === ANCHORS[kind] || name.endsWith(`.${ANCHORS[kind]}`))
      .map((name) => ({ kind, prefix: name.slice(0, name.length - ANCHORS[kind].length) }))
  );
  const [body, ...others] = bodies;
  if (body === undefined) {
    const [name] = file.tensors.keys();
    throw new UnknownNetworkError(
      file.path,
      name === undefined
        ? "it has no tensors"
        : `its ${file.tensors.size} tensors have other names (${name}, …)`,
    );
  }
  if (others.length > 0) {
    const prefixes = bodies.map(({ prefix }) => `'${prefix}'`).join(", ");
    throw new UnknownNetworkError(file.path, `it holds ${bodies.length}, under ${prefixes}`);
  }
  const shape = (name: string) => {
    const inFile = official.names.get(name);
    return inFile === undefined ? undefined : file.tensors.get(inFile)?.shape;
  };
  const shapes: Shapes = {
    path: file.path,
    fromImages: official.fromImages,
    facts,
    shape: (name) => shape(body.prefix + name),
    classifier: (name) =>
      partsOf(body.prefix).map((prefix) => shape(prefix + name)).find((found) => found),
  };
  return { shapes, kind: body.kind };
}

/** Returns a prefix and the parts of it, the longest first: "a.b.", "a." and "". */
function partsOf(prefix: string): string[] {
  const ends = [...prefix.matchAll(/\./g)].map(({ index }) => prefix.slice(0, index + 1));
  return [...ends.reverse(), ""];
}

function resNetOf(shapes: Shapes): ShapedNetwork {
  const { width, stemKernel } = stemOf(shapes, ANCHORS["slow-resnet"]);
  const depths = depthsOf(shapes, stageOfResNet);
  const config: Omit<SlowResNetConfig, "classes"> = {
    kind: "slow-resnet",
    block: blockOf(shapes, stageOfResNet),
    width,
    stemKernel,
    stemStride: 2,
    stemPool: true,
    depths,
    temporalKernels: slowKernelsOf(shapes, depths),
    spatialStrides: [1, 2, 2, 2],
    dropout: 0.5,
  };
  const classifier = shapes.classifier(`blocks.${depths.length + 1}.proj.weight`);
  return { config, classes: classifier?.[0] };
}

function slowFastOf(shapes: Shapes): ShapedNetwork {
  const { width, stemKernel } = stemOf(shapes, ANCHORS["slowfast-resnet"]);
  const [narrow = 0] = shapes.shape(stemOfFast) ?? [];
  const depths = depthsOf(shapes, stageOfSlow);
  const fusion = shapes.shape("blocks.0.multipathway_fusion.conv_fast_to_slow.weight");
  const fusionKernel = fusion?.[2] ?? 0;
  const config: Omit<SlowFastConfig, "classes"> = {
    kind: "slowfast-resnet",
    block: blockOf(shapes, stageOfSlow),
    width,
    stemKernel,
    stemStride: 2,
    stemPool: true,
    depths,
    frameRatio: frameRatioOf(shapes, fusionKernel),
    channelRatio: width / narrow,
    fusionKernel,
    slowKernels: depths.map((depth, stage) => temporalKernelOf(shapes, stageOfSlow(stage), depth)),
    fastKernels: depths.map((depth, stage) => temporalKernelOf(shapes, stageOfFast(stage), depth)),
    spatialStrides: [1, 2, 2, 2],
    dropout: 0.5,
  };
  const classifier = shapes.classifier(`blocks.${depths.length + 2}.proj.weight`);
  return { config, classes: classifier?.[0] };
}

/** Only files of this program have its names: MMAction2's own become those of a Slow network. */
function r3dOf(shapes: Shapes): ShapedNetwork {
  throw unknown(shapes, "it looks like an R3D network, and does not say its strides in frames");
}

function tsmOf(shapes: Shapes): ShapedNetwork {
  const { width, stemKernel } = stemOf(shapes, "base_model.conv1.weight");
  const depths: number[] = [];
  const hasBlock = (block: number) => {
    const name = `base_model.layer${depths.length + 1}.${block}.conv1.net.weight`;
    return shapes.shape(name) !== undefined;
  };
  while (hasBlock(0)) {
    let depth = 1;
    while (hasBlock(depth)) depth++;
    depths.push(depth);
  }
  if (shapes.shape("base_model.layer1.0.conv3.weight") !== undefined) {
    throw unknown(shapes, "it is a TSM of bottleneck blocks");
  }
  const config: Omit<TsmConfig, "classes"> = {
    kind: "tsm-resnet",
    width,
    stemKernel,
    stemStride: 2,
    stemPool: true,
    depths,
    spatialStrides: [1, 2, 2, 2],
    shiftDivisor: 8,
    shiftIdentity: false,
    dropout: 0.5,
  };
  return { config, classes: shapes.classifier("new_fc.weight")?.[0] };
}

/** Returns the beginning of the names of a stage, counted from 0. */
type StageName = (stage: number) => string;

function stageOfResNet(stage: number): string {
  return `blocks.${stage + 1}`;
}

function stageOfSlow(stage: number): string {
  return `blocks.${stage + 1}.multipathway_blocks.0`;
}

function stageOfFast(stage: number): string {
  return `blocks.${stage + 1}.multipathway_blocks.1`;
}

const stemOfFast = "blocks.0.multipathway_blocks.1.conv.weight";

/** The published networks whose fusion covers 7 frames have this ratio of frames; others vary. */
const FUSION_OF_USUAL_RATIO = 7;
const USUAL_FRAME_RATIO = 4;

function frameRatioOf(shapes: Shapes, fusionKernel: number): number {
  if (shapes.facts.frameRatio !== undefined) return shapes.facts.frameRatio;
  if (fusionKernel === FUSION_OF_USUAL_RATIO) return USUAL_FRAME_RATIO;
  throw unknown(
    shapes,
    `it is a SlowFast whose fusion covers ${fusionKernel} frames and not ` +
      `${FUSION_OF_USUAL_RATIO}, and nothing says its ratio of frames (ALPHA)`,
  );
}

function blockOf({ shape }: Shapes, stageName: StageName): "bottleneck" | "basic" {
  const third = shape(`${stageName(0)}.res_blocks.0.branch2.conv_c.weight`);
  return third === undefined ? "basic" : "bottleneck";
}

/** The stem, which must be that of a Slow pathway: other ones have strides that are not known. */
function stemOf(
  shapes: Shapes,
  name: string,
): { readonly width: number; readonly stemKernel: number } {
  const stem = shapes.shape(name)!;
  const [width, channels, ...kernel] = stem as [number, number, ...number[]];
  const [stemKernel] = kernel.slice(-1) as [number];
  const stemFrames = kernel.length === 3 ? kernel[0] : 1;
  if (channels !== 3) {
    throw unknown(shapes, `its first convolution takes ${channels} channels, not red, green, blue`);
  }
  if (stemFrames !== 1) {
    throw unknown(shapes, `its stem covers ${stemFrames} frames, as that of an I3D or the like`);
  }
  if (stemKernel !== USUAL_STEM) {
    throw unknown(
      shapes,
      `its stem has a kernel of ${stemKernel}×${stemKernel} and not 7×7, so that its strides are ` +
        "not known",
    );
  }
  return { width, stemKernel };
}

/** Frames that the stages' kernels cover, which must be those of a Slow network. */
function slowKernelsOf(shapes: Shapes, depths: readonly number[]): readonly number[] {
  const temporalKernels = shapes.fromImages
    ? SLOW_KERNELS
    : depths.map((depth, stage) => temporalKernelOf(shapes, stageOfResNet(stage), depth));
  if (`${temporalKernels}` !== `${SLOW_KERNELS}`) {
    throw unknown(
      shapes,
      `its stages' kernels cover ${temporalKernels.join(", ")} frames and not ` +
        `${SLOW_KERNELS.join(", ")}: a C2D or I3D, which may pool over time`,
    );
  }
  return temporalKernels;
}

function depthsOf({ shape }: Shapes, stageName: StageName): number[] {
  const hasBlock = (stage: number, block: number) =>
    shape(firstKernel(stageName(stage), block)) !== undefined;
  const depths: number[] = [];
  while (hasBlock(depths.length, 0)) {
    let depth = 1;
    while (hasBlock(depths.length, depth)) depth++;
    depths.push(depth);
  }
  return depths;
}

/** Name of the first kernel of a block. */
function firstKernel(stage: string, block: number): string {
  return `${stage}.res_blocks.${block}.branch2.conv_a.weight`;
}

function temporalKernelOf(shapes: Shapes, stage: string, depth: number): number {
  const extents = Array.from(
    { length: depth },
    (_, block) => shapes.shape(firstKernel(stage, block))?.[2] ?? 0,
  );
  const [first = 0] = extents;
  if (extents.every((extent) => extent === first)) return first;
  const number = /^blocks\.(\d+)/.exec(stage)?.[1];
  throw unknown(
    shapes,
    `in stage ${number}, kernels cover ${extents.join(", ")} frames, as in an I3D`,
  );
}

function timeSformerOf(shapes: Shapes): ShapedNetwork {
  const [width = 0, channels, patch = 0] = shapes.shape(ANCHORS.timesformer)!;
  const [, tokens = 0] = shapes.shape("pos_embed") ?? [];
  const [hidden = 0] = shapes.shape("blocks.0.mlp.fc1.weight") ?? [];
  const side = Math.sqrt(tokens - 1);
  if (channels !== 3) {
    throw unknown(shapes, `its patches have ${channels} channels, not red, green, blue`);
  }
  if (!shapes.shape("cls_token")) throw unknown(shapes, "it is a ViT without a class token");
  if (!Number.isInteger(side)) {
    throw unknown(shapes, `its ${tokens} positions are not a class token and a square of patches`);
  }
  if (!shapes.shape("blocks.0.temporal_attn.qkv.weight")) {
    throw unknown(shapes, "it is a TimeSformer with joint attention over space and time");
  }
  const heads = shapes.facts.heads ?? USUAL_HEADS[width];
  if (heads === undefined) {
    throw unknown(
      shapes,
      `it is a transformer of width ${width}, of which nothing says how many attention heads it has`,
    );
  }
  const config: Omit<TimeSformerConfig, "classes"> = {
    kind: "timesformer",
    size: side * patch,
    frames: shapes.shape("time_embed")?.[1] ?? FRAMES_FOR_IMAGES,
    patch,
    width,
    depth: countBlocks(shapes),
    heads,
    mlpRatio: hidden / width,
    dropout: 0,
    dropPath: 0.1,
  };
  return { config, classes: shapes.classifier("head.weight")?.[0] };
}

function countBlocks({ shape }: Shapes): number {
  let depth = 0;
  while (shape(`blocks.${depth}.attn.qkv.weight`) !== undefined) depth++;
  return depth;
}

function unknown({ path }: Shapes, reason: string): UnknownNetworkError {
  return new UnknownNetworkError(path, reason);
}
