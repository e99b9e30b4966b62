import {
  type BlockNames,
  type LayerPlan,
  planStages,
  requireOdd,
  requireSameStages,
  type StagesPlan,
} from "./_residual_plan.ts";
import type { ResNetStages } from "./resnet_stages.ts";

/** A 2D ResNet whose blocks exchange channels between neighboring frames, as plain data. */
export interface TsmConfig extends ResNetStages {
  /** Distinguishes the config from those of other networks. */
  readonly kind: "tsm-resnet";
  /** One part in this many of the channels comes from the next frame, one from the one before. */
  readonly shiftDivisor: number;
  /**
   * Whether the shortcuts of blocks get the exchanged channels, too, as in TCL's code; in TSM's own
   * only the layers do.
   */
  readonly shiftIdentity: boolean;
}

/** The layers of a network, from which both its parameters and its forward pass are made. */
export interface TsmPlan extends StagesPlan {
  readonly stem: LayerPlan;
  /** Name of the classifier. */
  readonly head: string;
}

/** Names of TSM's code, which wraps the first convolution of each block of torchvision's ResNet. */
const TSM_NAMES: BlockNames = {
  shortcutFirst: false,
  layer: (block, layer) => ({
    convolution: layer === 0 ? `${block}.conv1.net` : `${block}.conv${layer + 1}`,
    norm: `${block}.bn${layer + 1}`,
  }),
  shortcut: (block) => ({
    convolution: `${block}.downsample.0`,
    norm: `${block}.downsample.1`,
  }),
};

/**
 * Plans the layers of a TSM network, under the names of TSM's code.
 *
 * @throws {RangeError} If the lists for the stages differ in length, a kernel is even, or
 * `shiftDivisor` is below 2.
 */
export function planTsm(config: TsmConfig): TsmPlan {
  const { depths, width, stemKernel, stemStride, spatialStrides, shiftDivisor } = config;
  requireSameStages("TSM network", { depths, spatialStrides });
  requireOdd("TSM network", { stemKernel });
  if (shiftDivisor < 2) {
    throw new RangeError(
      "Cannot build a TSM network as 'shiftDivisor' must be at least 2: " +
        `current value is ${shiftDivisor}`,
    );
  }
  const stem: LayerPlan = {
    convolution: "base_model.conv1",
    norm: "base_model.bn1",
    kernel: [stemKernel, stemKernel],
    channels: [3, width],
    stride: stemStride,
  };
  const { stages, features } = planStages({
    ...config,
    block: "basic",
    nameOf: (stage) => `base_model.layer${stage + 1}`,
    temporalKernels: config.depths.map(() => 1),
    names: TSM_NAMES,
    isFlat: true,
  });
  return { stem, stages, features, head: "new_fc" };
}
