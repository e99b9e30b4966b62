import {
  byStage,
  type LayerPlan,
  planStages,
  PYTORCHVIDEO_NAMES,
  requireOdd,
  requireSameStages,
  type StagesPlan,
} from "./_residual_plan.ts";
import type { ResNetStages } from "./resnet_stages.ts";

/** A Slow-only 3D ResNet as plain data. */
export interface SlowResNetConfig extends ResNetStages {
  /** Distinguishes the config from those of other networks. */
  readonly kind: "slow-resnet";
  /** `bottleneck`: T×1×1, 1×3×3, 1×1×1 to four times the width; `basic`: T×3×3, 1×3×3. */
  readonly block: "bottleneck" | "basic";
  /** Extent in frames, odd, of the first kernel of each stage's blocks. */
  readonly temporalKernels: readonly number[];
}

/** The layers of a network, from which both its parameters and its forward pass are made. */
export interface SlowResNetPlan extends StagesPlan {
  readonly stem: LayerPlan;
  /** Name of the classifier. */
  readonly head: string;
}

/**
 * Plans the layers of a ResNet, under their official names.
 *
 * @throws {RangeError} If the lists for the stages differ in length or a kernel is even.
 */
export function planSlowResNet(config: SlowResNetConfig): SlowResNetPlan {
  checkSlowResNet(config);
  const { depths, width, stemKernel } = config;
  const stem: LayerPlan = {
    convolution: "blocks.0.conv",
    norm: "blocks.0.norm",
    kernel: [1, stemKernel, stemKernel],
    channels: [3, width],
    stride: config.stemStride,
  };
  const { stages, features } = planStages({
    ...config,
    nameOf: (stage) => `blocks.${stage + 1}.res_blocks`,
    names: PYTORCHVIDEO_NAMES,
  });
  return { stem, stages, features, head: `blocks.${depths.length + 1}.proj` };
}

function checkSlowResNet(config: SlowResNetConfig): void {
  const { depths, temporalKernels, spatialStrides, stemKernel } = config;
  requireSameStages("ResNet", { depths, temporalKernels, spatialStrides });
  requireOdd("ResNet", { stemKernel, ...byStage("temporalKernels", temporalKernels) });
}
