import {
  convolutionSpec,
  normSpecs,
  type ParameterSpec,
  statisticsSpecs,
} from "./parameter_spec.ts";

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

/** The blocks of one stage, and how wide they are. */
export interface StageOptions {
  /** `bottleneck`: T×1×1, 1×3×3, 1×1×1; `basic`: T×3×3, 1×3×3. */
  readonly block: "bottleneck" | "basic";
  /** Number of blocks. */
  readonly depth: number;
  /** Channels of the first block's input, between its layers, and of each block's output. */
  readonly channels: { readonly input: number; readonly inner: number; readonly output: number };
  /** Frames of the first kernel of each block. */
  readonly temporalKernel: number;
  /** Step in pixels of the first block. */
  readonly stride: 1 | 2;
}

/**
 * Plans the residual blocks of a stage.
 *
 * @param name Beginning of their names: "blocks.1".
 */
export function planStage(name: string, options: StageOptions): BlockPlan[] {
  const { depth, channels } = options;
  return Array.from({ length: depth }, (_, index) => {
    const isFirst = index === 0;
    return planBlock(`${name}.res_blocks.${index}`, {
      ...options,
      channels: isFirst ? channels : { ...channels, input: channels.output },
      stride: isFirst ? options.stride : 1,
    });
  });
}

function planBlock(
  name: string,
  { block, channels: { input, inner, output }, temporalKernel, stride }: StageOptions,
): BlockPlan {
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
      layer("a", { kernel: [temporalKernel, 1, 1], channels: [input, inner] }),
      layer("b", { kernel: [1, 3, 3], channels: [inner, inner], stride }),
      layer("c", { kernel: [1, 1, 1], channels: [inner, output] }),
    ]
    : [
      layer("a", { kernel: [temporalKernel, 3, 3], channels: [input, inner], stride }),
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

/** Returns the layers of blocks, in the order of the official state dict. */
export function layersOf(blocks: readonly BlockPlan[]): LayerPlan[] {
  return blocks.flatMap(({ layers, shortcut }) =>
    shortcut === undefined ? [...layers] : [shortcut, ...layers]
  );
}

/** Returns the specs of a layer's parameters. */
export function layerSpecs(
  { convolution, norm, kernel, channels }: LayerPlan,
  scale = 1,
): ParameterSpec[] {
  const [, output] = channels;
  return [convolutionSpec(convolution, kernel, channels), ...normSpecs(norm, output, scale)];
}

/**
 * Returns the specs of the parameters of blocks. Each block starts as the identity: the last scale
 * of its residual branch is zero.
 */
export function blockSpecs(blocks: readonly BlockPlan[]): ParameterSpec[] {
  return blocks.flatMap((block) =>
    layersOf([block]).flatMap((layer) => layerSpecs(layer, layer === block.layers.at(-1) ? 0 : 1))
  );
}

/** Returns the specs of the running statistics of layers. */
export function runningSpecs(layers: readonly LayerPlan[]): ParameterSpec[] {
  return layers.flatMap(({ norm, channels: [, output] }) => statisticsSpecs(norm, output));
}

/**
 * Requires the stages of a network to be as many in each of its lists.
 *
 * @throws {RangeError} If the lists differ in length.
 */
export function requireSameStages(
  network: string,
  lists: Readonly<Record<string, readonly unknown[]>>,
): void {
  const lengths = Object.values(lists).map(({ length }) => length);
  if (new Set(lengths).size === 1) return;
  const names = Object.keys(lists).map((name) => `'${name}'`);
  const last = names.pop();
  throw new RangeError(
    `Cannot build a ${network} as ${names.join(", ")} and ${last} must be equally long: ` +
      `current lengths are ${lengths.join(", ")}`,
  );
}

/**
 * Requires the extents of kernels to be odd.
 *
 * @throws {RangeError} If one is not.
 */
export function requireOdd(network: string, extents: Readonly<Record<string, number>>): void {
  for (const [field, extent] of Object.entries(extents)) {
    if (extent % 2 === 1) continue;
    throw new RangeError(
      `Cannot build a ${network} as '${field}' must be odd: current value is ${extent}`,
    );
  }
}

/** Names the entries of a list of kernels by their position, for {@linkcode requireOdd}. */
export function byStage(
  field: string,
  kernels: readonly number[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(kernels.map((kernel, stage) => [`${field}[${stage}]`, kernel]));
}
