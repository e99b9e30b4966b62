/** A Slow-only 3D ResNet as plain data. */
export interface SlowResNetConfig {
  /** Distinguishes the config from those of other networks. */
  readonly kind: "slow-resnet";
  /** Length of the logits. */
  readonly classes: number;
  /** `bottleneck`: T×1×1, 1×3×3, 1×1×1 to four times the width; `basic`: T×3×3, 1×3×3. */
  readonly block: "bottleneck" | "basic";
  /** Channels after the stem; stage i works at `width · 2^i`. */
  readonly width: number;
  /** Extent of the stem's kernel in pixels, odd; it covers one frame. */
  readonly stemKernel: number;
  /** Step of the stem's kernel in pixels. */
  readonly stemStride: 1 | 2;
  /** Whether a 1×3×3 max-pool of stride 2 follows the stem. */
  readonly stemPool: boolean;
  /** Number of blocks of each stage. */
  readonly depths: readonly number[];
  /** Extent in frames, odd, of the first kernel of each stage's blocks. */
  readonly temporalKernels: readonly number[];
  /** Step in pixels of the first block of each stage. */
  readonly spatialStrides: readonly (1 | 2)[];
  /** Share of pooled features dropped before the classifier in training. */
  readonly dropout: number;
}

/** One convolution, followed by a batch normalization. */
export interface LayerPlan {
  /** Name of the convolution. */
  readonly convolution: string;
  /** Name of the batch normalization. */
  readonly norm: string;
  /** [frames, height, width]. */
  readonly kernel: readonly [number, number, number];
  /** [in, out]. */
  readonly channels: readonly [number, number];
  /** Step in pixels. */
  readonly stride: 1 | 2;
}

/** A residual block: its layers, and the projection beside them if shapes differ. */
export interface BlockPlan {
  readonly layers: readonly [LayerPlan, ...LayerPlan[]];
  readonly shortcut: LayerPlan | undefined;
}

/** The layers of a network, from which both its parameters and its forward pass are made. */
export interface SlowResNetPlan {
  readonly stem: LayerPlan;
  readonly stages: readonly (readonly BlockPlan[])[];
  /** Channels after the last stage. */
  readonly features: number;
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
  const expansion = config.block === "bottleneck" ? 4 : 1;
  let features = width;
  const stages = depths.map((depth, stage) =>
    Array.from({ length: depth }, (_, index) => {
      const inner = width * 2 ** stage;
      const channels = { input: features, inner, output: inner * expansion };
      features = channels.output;
      return planBlock(config, { stage, index, channels });
    })
  );
  return { stem, stages, features, head: `blocks.${depths.length + 1}.proj` };
}

function checkSlowResNet(config: SlowResNetConfig): void {
  const { depths, temporalKernels, spatialStrides, stemKernel } = config;
  if (temporalKernels.length !== depths.length || spatialStrides.length !== depths.length) {
    throw new RangeError(
      `Cannot build a ResNet as 'depths', 'temporalKernels' and 'spatialStrides' must be equally long: ` +
        `current lengths are ${depths.length}, ${temporalKernels.length}, ${spatialStrides.length}`,
    );
  }
  checkOdd("stemKernel", stemKernel);
  temporalKernels.forEach((kernel, stage) => checkOdd(`temporalKernels[${stage}]`, kernel));
}

function checkOdd(field: string, extent: number): void {
  if (extent % 2 === 1) return;
  throw new RangeError(
    `Cannot build a ResNet as '${field}' must be odd: current value is ${extent}`,
  );
}

/** Where a block is in the network, and how wide it is. */
interface BlockPosition {
  readonly stage: number;
  /** Index of the block in its stage. */
  readonly index: number;
  readonly channels: { readonly input: number; readonly inner: number; readonly output: number };
}

function planBlock(
  { block, temporalKernels, spatialStrides }: SlowResNetConfig,
  { stage, index, channels: { input, inner, output } }: BlockPosition,
): BlockPlan {
  const name = `blocks.${stage + 1}.res_blocks.${index}`;
  const stride = index === 0 ? spatialStrides[stage]! : 1;
  const frames = temporalKernels[stage]!;
  const layer = (
    letter: string,
    { kernel, channels, stride = 1 }: Pick<LayerPlan, "kernel" | "channels"> & { stride?: 1 | 2 },
  ): LayerPlan => ({
    convolution: `${name}.branch2.conv_${letter}`,
    norm: `${name}.branch2.norm_${letter}`,
    kernel,
    channels,
    stride,
  });
  const layers: BlockPlan["layers"] = block === "bottleneck"
    ? [
      layer("a", { kernel: [frames, 1, 1], channels: [input, inner] }),
      layer("b", { kernel: [1, 3, 3], channels: [inner, inner], stride }),
      layer("c", { kernel: [1, 1, 1], channels: [inner, output] }),
    ]
    : [
      layer("a", { kernel: [frames, 3, 3], channels: [input, inner], stride }),
      layer("b", { kernel: [1, 3, 3], channels: [inner, output] }),
    ];
  if (input === output && stride === 1) return { layers, shortcut: undefined };
  const shortcut: LayerPlan = {
    convolution: `${name}.branch1_conv`,
    norm: `${name}.branch1_norm`,
    kernel: [1, 1, 1],
    channels: [input, output],
    stride,
  };
  return { layers, shortcut };
}
