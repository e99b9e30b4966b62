/** A Slow-only 3D ResNet as plain data. */
export interface SlowResNetConfig {
  readonly kind: "slow-resnet";
  /** Length of the logits. */
  readonly classes: number;
  /** `bottleneck`: T×1×1, 1×3×3, 1×1×1 to four times the width; `basic`: T×3×3, 1×3×3. */
  readonly block: "bottleneck" | "basic";
  /** Channels after the stem; stage i works at `width · 2^i`. */
  readonly width: number;
  /** Extent of the stem's kernel in pixels, odd; over one frame. */
  readonly stemKernel: number;
  /** Step of the stem's kernel in pixels. */
  readonly stemStride: 1 | 2;
  /** Whether a 1×3×3 max-pool of stride 2 follows the stem. */
  readonly stemPool: boolean;
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  /** Extent in frames, odd, of the first kernel of each stage's blocks. */
  readonly temporalKernels: readonly number[];
  /** Step in pixels of the first block of each stage. */
  readonly spatialStrides: readonly (1 | 2)[];
  /** Share of pooled features dropped before the classifier in training. */
  readonly dropout: number;
}

/** One convolution of a block, followed by a batch normalization. */
export interface LayerPlan {
  readonly convolution: string;
  readonly norm: string;
  /** [frames, height, width]. */
  readonly kernel: readonly [number, number, number];
  /** [in, out]. */
  readonly channels: readonly [number, number];
  readonly stride: 1 | 2;
}

/** A residual block: its layers, and the projection beside them where shapes differ. */
export interface BlockPlan {
  readonly layers: readonly LayerPlan[];
  readonly shortcut: LayerPlan | undefined;
}

/** What both the list of parameters and the forward pass are made from. */
export interface SlowResNetPlan {
  readonly stem: LayerPlan;
  readonly stages: readonly (readonly BlockPlan[])[];
  /** Channels after the last stage. */
  readonly features: number;
  /** Name of the classifier. */
  readonly head: string;
}

/** @throws {RangeError} for stages described in different numbers and for an even kernel */
export function planSlowResNet(config: SlowResNetConfig): SlowResNetPlan {
  const { depths, temporalKernels, spatialStrides, width } = config;
  if (temporalKernels.length !== depths.length || spatialStrides.length !== depths.length) {
    throw new RangeError(
      `Cannot build a ResNet as 'depths', 'temporalKernels' and 'spatialStrides' must be equally long: ` +
        `current lengths are ${depths.length}, ${temporalKernels.length}, ${spatialStrides.length}`,
    );
  }
  for (
    const [field, extent] of [
      ["stemKernel", config.stemKernel],
      ...temporalKernels.map(
        (extent, stage) => [`temporalKernels[${stage}]`, extent] as const,
      ),
    ] as const
  ) {
    if (extent % 2 !== 1) {
      throw new RangeError(
        `Cannot build a ResNet as '${field}' must be odd: current value is ${extent}`,
      );
    }
  }
  const expansion = config.block === "bottleneck" ? 4 : 1;
  let channels = width;
  const stages = depths.map((depth, stage) => {
    const inner = width * 2 ** stage;
    return Array.from({ length: depth }, (_, index): BlockPlan => {
      const name = `blocks.${stage + 1}.res_blocks.${index}`;
      const stride = index === 0 ? spatialStrides[stage]! : 1;
      const input = channels;
      const output = inner * expansion;
      channels = output;
      const shortcut: LayerPlan | undefined = input === output && stride === 1 ? undefined : {
        convolution: `${name}.branch1_conv`,
        norm: `${name}.branch1_norm`,
        kernel: [1, 1, 1],
        channels: [input, output],
        stride,
      };
      const layer = (
        letter: string,
        kernel: LayerPlan["kernel"],
        channels: LayerPlan["channels"],
        stride: 1 | 2 = 1,
      ): LayerPlan => ({
        convolution: `${name}.branch2.conv_${letter}`,
        norm: `${name}.branch2.norm_${letter}`,
        kernel,
        channels,
        stride,
      });
      const frames = temporalKernels[stage]!;
      const layers = config.block === "bottleneck"
        ? [
          layer("a", [frames, 1, 1], [input, inner]),
          layer("b", [1, 3, 3], [inner, inner], stride),
          layer("c", [1, 1, 1], [inner, output]),
        ]
        : [
          layer("a", [frames, 3, 3], [input, inner], stride),
          layer("b", [1, 3, 3], [inner, output]),
        ];
      return { layers, shortcut };
    });
  });
  const stem: LayerPlan = {
    convolution: "blocks.0.conv",
    norm: "blocks.0.norm",
    kernel: [1, config.stemKernel, config.stemKernel],
    channels: [3, width],
    stride: config.stemStride,
  };
  return { stem, stages, features: channels, head: `blocks.${depths.length + 1}.proj` };
}
