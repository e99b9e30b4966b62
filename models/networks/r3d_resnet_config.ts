import {
  type BlockNames,
  type LayerPlan,
  planStages,
  requireOdd,
  requireSameStages,
  type StagesPlan,
} from "./_residual_plan.ts";
import type { ResNetStages } from "./resnet_stages.ts";

/** A 3D ResNet of full 3×3×3 kernels with steps in frames, as plain data. */
export interface R3dConfig extends ResNetStages {
  /** Distinguishes the config from those of other networks. */
  readonly kind: "r3d-resnet";
  /** Step in frames of the first block of each stage. */
  readonly temporalStrides: readonly (1 | 2)[];
  /** Whether a 2×1×1 max-pool of stride 2 follows the first stage. */
  readonly temporalPool: boolean;
}

/** The layers of a network, from which both its parameters and its forward pass are made. */
export interface R3dPlan extends StagesPlan {
  readonly stem: LayerPlan;
  /** Name of the classifier. */
  readonly head: string;
}

/** Frames that the stem and each kernel cover. */
const KERNEL_FRAMES = 3;

/** Names of MMAction2. */
const MMACTION2_NAMES: BlockNames = {
  shortcutFirst: false,
  layer: (block, layer) => ({
    convolution: `${block}.conv${layer + 1}.conv`,
    norm: `${block}.conv${layer + 1}.bn`,
  }),
  shortcut: (block) => ({
    convolution: `${block}.downsample.conv`,
    norm: `${block}.downsample.bn`,
  }),
};

/**
 * Plans the layers of an R3D network, under MMAction2's names.
 *
 * @throws {RangeError} If the lists for the stages differ in length or a kernel is even.
 */
export function planR3d(config: R3dConfig): R3dPlan {
  const { depths, width, stemKernel, stemStride, spatialStrides, temporalStrides } = config;
  requireSameStages("R3D network", { depths, spatialStrides, temporalStrides });
  requireOdd("R3D network", { stemKernel });
  const stem: LayerPlan = {
    convolution: "backbone.conv1.conv",
    norm: "backbone.conv1.bn",
    kernel: [KERNEL_FRAMES, stemKernel, stemKernel],
    channels: [3, width],
    stride: stemStride,
  };
  const { stages, features } = planStages({
    ...config,
    block: "full",
    nameOf: (stage) => `backbone.layer${stage + 1}`,
    temporalKernels: config.depths.map(() => KERNEL_FRAMES),
    names: MMACTION2_NAMES,
  });
  return { stem, stages, features, head: "cls_head.fc_cls" };
}
