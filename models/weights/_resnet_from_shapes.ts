import type { SlowResNetConfig } from "../networks/slow_resnet_config.ts";
import type { SlowFastConfig } from "../networks/slowfast_resnet_config.ts";
import type { TsmConfig } from "../networks/tsm_resnet_config.ts";
import { ANCHORS, type ShapedNetwork, type Shapes, unknownNetwork } from "./_shapes.ts";

/** Temporal kernels of the published Slow networks, by stage. */
const SLOW_KERNELS: readonly number[] = [1, 1, 3, 3];

/** Extent of the stem that all published ResNets have, and with it their strides. */
const USUAL_STEM = 7;

/** Derives a Slow-only ResNet. */
export function slowResNetOf(shapes: Shapes): ShapedNetwork {
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

/** Derives a SlowFast network. */
export function slowFastOf(shapes: Shapes): ShapedNetwork {
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
export function r3dOf(shapes: Shapes): ShapedNetwork {
  throw unknownNetwork(
    shapes,
    "it looks like an R3D network, and does not say its strides in frames",
  );
}

/** Derives a TSM network. */
export function tsmOf(shapes: Shapes): ShapedNetwork {
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
    throw unknownNetwork(shapes, "it is a TSM of bottleneck blocks");
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
  throw unknownNetwork(
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
    throw unknownNetwork(
      shapes,
      `its first convolution takes ${channels} channels, not red, green, blue`,
    );
  }
  if (stemFrames !== 1) {
    throw unknownNetwork(
      shapes,
      `its stem covers ${stemFrames} frames, as that of an I3D or the like`,
    );
  }
  if (stemKernel !== USUAL_STEM) {
    throw unknownNetwork(
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
    throw unknownNetwork(
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
  throw unknownNetwork(
    shapes,
    `in stage ${number}, kernels cover ${extents.join(", ")} frames, as in an I3D`,
  );
}
