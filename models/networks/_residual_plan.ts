import {
  convolutionSpec,
  normSpecs,
  type ParameterSpec,
  statisticsSpecs,
} from "./parameter_spec.ts";
import type { ResNetStages } from "./resnet_stages.ts";

/** One convolution, followed by a batch normalization. */
export interface LayerPlan {
  /** Name of the convolution. */
  readonly convolution: string;
  /** Name of the batch normalization. */
  readonly norm: string;
  /** [frames, height, width], or [height, width] where it officially covers one image. */
  readonly kernel: readonly number[];
  /** [in, out]. */
  readonly channels: readonly [number, number];
  /** Step in pixels. */
  readonly stride: 1 | 2;
  /**
   * Step in frames.
   *
   * @default 1
   */
  readonly frameStride?: 1 | 2 | undefined;
}

/** A residual block: its layers, and the projection beside them if shapes differ. */
export interface BlockPlan {
  readonly layers: readonly [LayerPlan, ...LayerPlan[]];
  readonly shortcut: LayerPlan | undefined;
  /** Whether the official state dict has the shortcut before the layers. */
  readonly shortcutFirst: boolean;
}

/** Names of a convolution and its batch normalization. */
export type LayerNames = Pick<LayerPlan, "convolution" | "norm">;

/** How a library names the parts of residual blocks. */
export interface BlockNames {
  /** Whether its state dicts have the shortcut before the layers. */
  readonly shortcutFirst: boolean;
  /** Returns the names of a layer of the block `block`; layers are counted from 0. */
  layer(block: string, layer: number): LayerNames;
  /** Returns the names of the shortcut of the block `block`. */
  shortcut(block: string): LayerNames;
}

/** Names of PyTorchVideo. */
export const PYTORCHVIDEO_NAMES: BlockNames = {
  shortcutFirst: true,
  layer: (block, layer) => ({
    convolution: `${block}.branch2.conv_${"abc"[layer]}`,
    norm: `${block}.branch2.norm_${"abc"[layer]}`,
  }),
  shortcut: (block) => ({
    convolution: `${block}.branch1_conv`,
    norm: `${block}.branch1_norm`,
  }),
};

/** The blocks of one stage, and how wide they are. */
interface StageOptions {
  /** `bottleneck`: T×1×1, 1×3×3, 1×1×1; `basic`: T×3×3, 1×3×3; `full`: T×3×3, T×3×3. */
  readonly block: "bottleneck" | "basic" | "full";
  /** Number of blocks. */
  readonly depth: number;
  /** Channels of the first block's input, between its layers, and of each block's output. */
  readonly channels: { readonly input: number; readonly inner: number; readonly output: number };
  /** Frames of the first kernel of each block. */
  readonly temporalKernel: number;
  /** Step in pixels of the first block. */
  readonly stride: 1 | 2;
  /**
   * Step in frames of the first block, which must not be a bottleneck.
   *
   * @default 1
   */
  readonly frameStride?: 1 | 2 | undefined;
  /** How the parts of a block are named. */
  readonly names: BlockNames;
  /**
   * Whether the kernels officially cover one image.
   *
   * @default false
   */
  readonly isFlat?: boolean | undefined;
}

/** The stages of a network, and how wide they are. */
export interface StagesOptions extends Pick<ResNetStages, "depths" | "width" | "spatialStrides"> {
  /** Kind of the blocks, as of {@linkcode StageOptions}. */
  readonly block: StageOptions["block"];
  /** Returns the beginning of the blocks' names in a stage, counted from 0. */
  readonly nameOf: (stage: number) => string;
  /** Frames of the first kernel of each block, by stage. */
  readonly temporalKernels: readonly number[];
  /**
   * Step in frames of the first block of each stage.
   *
   * @default 1 each
   */
  readonly temporalStrides?: readonly (1 | 2)[] | undefined;
  /**
   * Returns the channels that a stage gets, from those that the one before gave.
   *
   * @default the same
   */
  readonly inputOf?: ((channels: number) => number) | undefined;
  /** How the parts of a block are named. */
  readonly names: BlockNames;
  /** As of {@linkcode StageOptions}. */
  readonly isFlat?: boolean | undefined;
}

/** The stages of a network, and the channels after the last one. */
export interface StagesPlan {
  readonly stages: readonly (readonly BlockPlan[])[];
  readonly features: number;
}

/** Plans the stages of a network: stage i works at `width · 2^i`. */
export function planStages(options: StagesOptions): StagesPlan {
  const { depths, width, block, nameOf, inputOf = (channels) => channels } = options;
  const expansion = block === "bottleneck" ? 4 : 1;
  let features = width;
  const stages = depths.map((depth, stage) => {
    const inner = width * 2 ** stage;
    const channels = { input: inputOf(features), inner, output: inner * expansion };
    features = channels.output;
    return planStage(nameOf(stage), {
      block,
      depth,
      channels,
      temporalKernel: options.temporalKernels[stage]!,
      stride: options.spatialStrides[stage]!,
      frameStride: options.temporalStrides?.[stage],
      names: options.names,
      isFlat: options.isFlat,
    });
  });
  return { stages, features };
}

/**
 * Plans the residual blocks of a stage.
 *
 * @param name Beginning of the blocks' names, before their number: "blocks.1.res_blocks".
 */
function planStage(name: string, options: StageOptions): BlockPlan[] {
  const { depth, channels } = options;
  return Array.from({ length: depth }, (_, index) =>
    planBlock(
      `${name}.${index}`,
      index === 0 ? options : {
        ...options,
        channels: { ...channels, input: channels.output },
        stride: 1,
        frameStride: 1,
      },
    ));
}

function planBlock(name: string, options: StageOptions): BlockPlan {
  const { names, channels: { input, output }, stride, frameStride = 1, isFlat = false } = options;
  const kernelOf = (kernel: readonly number[]) => isFlat ? kernel.slice(1) : kernel;
  const layers = shapesOf(options).map(({ kernel, ...shape }, index) => ({
    ...names.layer(name, index),
    kernel: kernelOf(kernel),
    ...shape,
  }));
  const isProjected = input !== output || stride > 1 || frameStride > 1;
  const shortcut: LayerPlan | undefined = isProjected
    ? {
      ...names.shortcut(name),
      kernel: kernelOf([1, 1, 1]),
      channels: [input, output],
      stride,
      frameStride,
    }
    : undefined;
  return {
    layers: layers as [LayerPlan, ...LayerPlan[]],
    shortcut,
    shortcutFirst: names.shortcutFirst,
  };
}

/** Returns what the layers of a block are, apart from their names. */
function shapesOf(
  { block, channels: { input, inner, output }, temporalKernel, stride, frameStride }: StageOptions,
): Omit<LayerPlan, keyof LayerNames>[] {
  if (block === "bottleneck") {
    return [
      { kernel: [temporalKernel, 1, 1], channels: [input, inner], stride: 1 },
      { kernel: [1, 3, 3], channels: [inner, inner], stride },
      { kernel: [1, 1, 1], channels: [inner, output], stride: 1 },
    ];
  }
  const lastFrames = block === "full" ? temporalKernel : 1;
  return [
    { kernel: [temporalKernel, 3, 3], channels: [input, inner], stride, frameStride },
    { kernel: [lastFrames, 3, 3], channels: [inner, output], stride: 1 },
  ];
}

/** Returns the layers of blocks, in the order of the official state dict. */
export function layersOf(blocks: readonly BlockPlan[]): LayerPlan[] {
  return blocks.flatMap(({ layers, shortcut, shortcutFirst }) => {
    if (shortcut === undefined) return layers;
    return shortcutFirst ? [shortcut, ...layers] : [...layers, shortcut];
  });
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
 * Returns the specs of the parameters of blocks.
 *
 * @param lastScale Initial scale at the end of each residual branch; 0 lets each block start as the
 * identity.
 */
export function blockSpecs(blocks: readonly BlockPlan[], lastScale: 0 | 1): ParameterSpec[] {
  return blocks.flatMap((block) =>
    layersOf([block]).flatMap((layer) =>
      layerSpecs(layer, layer === block.layers.at(-1) ? lastScale : 1)
    )
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
