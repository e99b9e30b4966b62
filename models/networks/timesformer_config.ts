import { constantSpec, linearSpecs, normSpecs, type ParameterSpec } from "./parameter_spec.ts";

/** A TimeSformer with divided space-time attention as plain data. */
export interface TimeSformerConfig {
  /** Distinguishes the config from those of other networks. */
  readonly kind: "timesformer";
  /** Length of the logits. */
  readonly classes: number;
  /** Height and width of the clips in pixels. */
  readonly size: number;
  /** Frames of the clips. */
  readonly frames: number;
  /** Height and width of a patch in pixels; divides `size`. */
  readonly patch: number;
  /** Length of a token; a multiple of `heads`. */
  readonly width: number;
  /** Number of blocks. */
  readonly depth: number;
  /** Number of attention heads, both temporal and spatial. */
  readonly heads: number;
  /** Hidden units of the MLP as a multiple of `width`. */
  readonly mlpRatio: number;
  /** Share of values dropped in training (`drop_rate`). */
  readonly dropout: number;
  /** Share of residual branches dropped in training at the last block; rises linearly from 0. */
  readonly dropPath: number;
  /**
   * Initial values that differ from the official ones, which suit long training of wide networks.
   */
  readonly initialStd?: Partial<TimeSformerInitialStd>;
}

/** Standard deviations of a TimeSformer's initial values. */
export interface TimeSformerInitialStd {
  /** Weights of the blocks' linear layers; the head keeps the official value. */
  readonly linear: number;
  /** The class token and the spatial embedding. */
  readonly spatial: number;
  /** The temporal embedding. */
  readonly temporal: number;
  /**
   * Weights of the linear layer after temporal attention; with 0 that attention has no effect at
   * first.
   */
  readonly temporalFc: number;
}

/** The official values: zeros and `trunc_normal_(std=.02)`, whose cut at ±2 is never reached. */
const OFFICIAL_INITIAL: TimeSformerInitialStd = {
  linear: 0.02,
  spatial: 0.02,
  temporal: 0,
  temporalFc: 0,
};

/**
 * Checks that a config describes a network.
 *
 * @throws {RangeError} If `size` is not a multiple of `patch`, or `width` of `heads`.
 */
export function checkTimeSformer({ size, patch, width, heads }: TimeSformerConfig): void {
  if (size % patch !== 0) {
    throw new RangeError(
      `Cannot build a TimeSformer as 'size' must be a multiple of 'patch' ${patch}: current value is ${size}`,
    );
  }
  if (width % heads !== 0) {
    throw new RangeError(
      `Cannot build a TimeSformer as 'width' must be a multiple of 'heads' ${heads}: current value is ${width}`,
    );
  }
}

/** Returns the specs of all parameters, in the order of the official state dict. */
export function timeSformerSpecs(config: TimeSformerConfig): ParameterSpec[] {
  const { width, classes, depth } = config;
  const initial = { ...OFFICIAL_INITIAL, ...config.initialStd };
  return [
    ...embeddingSpecs(config, initial),
    ...Array.from({ length: depth }, (_, index) => blockSpecs(index, config, initial)).flat(),
    ...normSpecs("norm", width),
    ...linearSpecs("head", [width, classes], OFFICIAL_INITIAL.linear),
  ];
}

function embeddingSpecs(
  { width, patch, size, frames }: TimeSformerConfig,
  initial: TimeSformerInitialStd,
): ParameterSpec[] {
  const embedding = (name: string, tokens: number, std: number): ParameterSpec => ({
    ...constantSpec(name, [1, tokens, width], 0),
    initial: { kind: "normal", std },
  });
  // PyTorch's default for a convolution, which the official code does not change here.
  const bound = 1 / Math.sqrt(3 * patch * patch);
  return [
    embedding("cls_token", 1, initial.spatial),
    { ...embedding("pos_embed", 1 + (size / patch) ** 2, initial.spatial), rows: "spatial" },
    { ...embedding("time_embed", frames, initial.temporal), rows: "temporal" },
    {
      name: "patch_embed.proj.weight",
      shape: [width, 3, patch, patch],
      layout: "same",
      initial: { kind: "uniform", bound },
      decayed: true,
    },
    { ...constantSpec("patch_embed.proj.bias", [width], 0), initial: { kind: "uniform", bound } },
  ];
}

function blockSpecs(
  index: number,
  { width, mlpRatio }: TimeSformerConfig,
  initial: TimeSformerInitialStd,
): ParameterSpec[] {
  const name = `blocks.${index}`;
  const linear = (layer: string, input: number, output: number) =>
    linearSpecs(`${name}.${layer}`, [input, output], initial.linear);
  const attention = (layer: string) => [
    ...linear(`${layer}.qkv`, width, 3 * width),
    ...linear(`${layer}.proj`, width, width),
  ];
  return [
    ...normSpecs(`${name}.norm1`, width),
    ...attention("attn"),
    ...normSpecs(`${name}.temporal_norm1`, width),
    ...attention("temporal_attn"),
    ...linearSpecs(`${name}.temporal_fc`, [width, width], initial.temporalFc),
    ...normSpecs(`${name}.norm2`, width),
    ...linear("mlp.fc1", width, width * mlpRatio),
    ...linear("mlp.fc2", width * mlpRatio, width),
  ];
}
