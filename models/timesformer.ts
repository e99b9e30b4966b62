import { tf } from "../runtime/mod.ts";
import { attention } from "../runtime/ops/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { initialize } from "./initialize.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import {
  checkTimeSformer,
  type TimeSformerConfig,
  timeSformerSpecs,
} from "./timesformer_config.ts";

/**
 * Creates the TimeSformer with divided space-time attention (facebookresearch/TimeSformer, `vit.py`, and
 * its parameter names): each block has temporal attention (over all frames, for each patch), spatial
 * attention (over all patches, for each frame) and an MLP.
 *
 * @throws {RangeError} If the patch does not divide the size or the heads the width.
 *
 * @example
 * ```ts
 * import { NAMED_CONFIGS, timeSformer } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import assert from "node:assert/strict";
 *
 * await startTensorFlow();
 * const tiny = { size: 16, frames: 2, patch: 8, width: 12, depth: 2, heads: 3 };
 * const model = timeSformer({ ...NAMED_CONFIGS.timesformer_vit_s, ...tiny });
 * const clips = tf.zeros<tf.Rank.R5>([1, 2, 16, 16, 3]);
 * const { logits } = model.forward({ ...model.initialize(1), clips, training: false });
 * assert.deepEqual(logits.shape, [1, 400]);
 * ```
 */
export function timeSformer(config: TimeSformerConfig, name: string = config.kind): Model {
  checkTimeSformer(config);
  const parameters = timeSformerSpecs(config);
  return {
    name,
    config,
    parameters,
    statistics: [],
    initialize: (seed) => ({ parameters: initialize(parameters, seed), statistics: {} }),
    forward: (input) => forward(input, config),
  };
}

/** Tokens of one pass: the class token, and one token for each patch of each frame. */
export interface Tokens {
  /** [batch, 1, width]. */
  readonly classToken: tf.Tensor3D;
  /** [batch, frames, patches, width]. */
  readonly patches: tf.Tensor4D;
}

/** Dropout layers of the embedding, in the order of their indices. */
const EMBEDDING_DROPOUTS = ["spatialEmbedding", "classToken", "temporalEmbedding"] as const;

/** Dropout and drop-path layers of each block, in the order of their indices. */
const BLOCK_DROPOUTS = [
  "temporalAttention",
  "temporalPath",
  "spatialAttention",
  "spatialPath",
  "mlpHidden",
  "mlpOutput",
  "mlpPath",
] as const;

function forward(input: ForwardInput, config: TimeSformerConfig): ForwardOutput {
  const pass = new ForwardPass(input);
  let tokens = embed(pass, input.clips, config);
  for (let index = 0; index + 1 < config.depth; index++) {
    tokens = block(tokens, { pass, index, config });
  }
  const classToken = lastBlock(tokens, { pass, index: config.depth - 1, config });
  const features = tf.reshape<tf.Rank.R2>(classToken, [-1, config.width]);
  return {
    logits: pass.layerNormLinear(features, "norm", "head"),
    statistics: pass.statistics,
  };
}

/** Projects patches to tokens and adds the embeddings of their spatial and temporal positions. */
export function embed(pass: ForwardPass, clips: tf.Tensor5D, config: TimeSformerConfig): Tokens {
  const { size, frames, patch, width, dropout: rate } = config;
  checkClips(clips, config);
  const [batch] = clips.shape;
  const patchCount = (size / patch) ** 2;
  const projected = projectPatches(pass, clips, config);
  const [classPosition, spatialPositions] = tf.split(
    pass.parameter<tf.Tensor3D>("pos_embed"),
    [1, patchCount],
    1,
  ) as [tf.Tensor3D, tf.Tensor3D];
  const temporalPositions = tf.reshape(pass.parameter("time_embed"), [1, frames, 1, width]);
  const spatiallyEmbedded = pass.drop(
    tf.add<tf.Tensor4D>(projected, tf.expandDims(spatialPositions, 1)),
    { rate, index: embeddingDropoutIndex("spatialEmbedding") },
  );
  const classToken = tf.add(
    tf.add(pass.parameter("cls_token"), classPosition),
    tf.zeros([batch, 1, 1]),
  );
  return {
    classToken: pass.drop(classToken as tf.Tensor3D, {
      rate,
      index: embeddingDropoutIndex("classToken"),
    }),
    patches: pass.drop(tf.add<tf.Tensor4D>(spatiallyEmbedded, temporalPositions), {
      rate,
      index: embeddingDropoutIndex("temporalEmbedding"),
    }),
  };
}

function checkClips(clips: tf.Tensor5D, { size, frames }: TimeSformerConfig): void {
  const [, ...extents] = clips.shape;
  if (extents[0] === frames && extents[1] === size && extents[2] === size) return;
  throw new RangeError(
    `Cannot run a TimeSformer as 'clips' must be [batch, ${frames}, ${size}, ${size}, 3]: ` +
      `current shape is [${clips.shape}]`,
  );
}

/** The patch embedding: [batch, frames, patches, width]. */
function projectPatches(
  pass: ForwardPass,
  clips: tf.Tensor5D,
  { size, frames, patch, width }: TimeSformerConfig,
): tf.Tensor4D {
  const [batch] = clips.shape;
  const side = size / patch;
  const pixels = tf.reshape(clips, [batch * frames, side, patch, side, patch, 3]);
  // Channels first inside a patch, as the weight has them.
  const rows = tf.reshape<tf.Rank.R4>(
    tf.transpose(pixels, [0, 1, 3, 5, 2, 4]),
    [batch, frames, side * side, 3 * patch * patch],
  );
  const weight = tf.reshape<tf.Rank.R2>(pass.parameter("patch_embed.proj.weight"), [width, -1]);
  return pass.linear(rows, "patch_embed.proj", weight);
}

/** A block of the network in one pass. */
export interface BlockPass {
  readonly pass: ForwardPass;
  /** Index of the block, from 0. */
  readonly index: number;
  readonly config: TimeSformerConfig;
}

/** One block, from tokens to tokens. */
export function block(tokens: Tokens, blockPass: BlockPass): Tokens {
  const [batch, frames, patchCount, width] = tokens.patches.shape;
  const patches = temporalAttention(tokens.patches, blockPass);
  const attended = spatialAttention({ ...tokens, patches }, blockPass);
  const [classResidual, patchResidual] = tf.split(attended, [1, patchCount], 2) as [
    tf.Tensor4D,
    tf.Tensor4D,
  ];
  const joined = tf.concat([
    tf.add(tokens.classToken, tf.mean(classResidual, 1)) as tf.Tensor3D,
    tf.reshape<tf.Rank.R3>(tf.add(patches, patchResidual), [batch, frames * patchCount, width]),
  ], 1);
  const [classToken, patchTokens] = tf.split(
    mlp(joined, blockPass),
    [1, frames * patchCount],
    1,
  ) as [tf.Tensor3D, tf.Tensor3D];
  return { classToken, patches: tf.reshape(patchTokens, [batch, frames, patchCount, width]) };
}

/**
 * The last block for the class token alone, the only one that the head reads: the same numbers,
 * without the work for the patches.
 *
 * @returns [batch, 1, width]
 */
export function lastBlock(tokens: Tokens, blockPass: BlockPass): tf.Tensor3D {
  const patches = temporalAttention(tokens.patches, blockPass);
  const attended = spatialAttention({ ...tokens, patches }, blockPass, 1);
  const joined = tf.add(tokens.classToken, tf.mean(attended, 1)) as tf.Tensor3D;
  return mlp(joined, blockPass);
}

/** `patches` plus attention of each patch over the same patch of all frames. */
function temporalAttention(
  patches: tf.Tensor4D,
  { pass, index, config }: BlockPass,
): tf.Tensor4D {
  const name = `blocks.${index}`;
  const queriesKeysValues = pass.layerNormLinear(
    patches,
    `${name}.temporal_norm1`,
    `${name}.temporal_attn.qkv`,
  );
  const attended = attention(queriesKeysValues, { heads: config.heads });
  const projected = pass.drop(pass.linear(attended, `${name}.temporal_attn.proj`), {
    rate: config.dropout,
    index: blockDropoutIndex(index, "temporalAttention"),
  });
  const residual = pass.drop(projected, {
    rate: dropPathRate(index, config),
    index: blockDropoutIndex(index, "temporalPath"),
    sharedAxes: [1, 3],
  });
  return tf.add(patches, pass.linear(residual, `${name}.temporal_fc`));
}

/**
 * Attention of each frame's class token and patches over one another; the class token is repeated for
 * every frame.
 *
 * @param outputs How many leading tokens of each frame are computed; all if omitted.
 * @returns [batch, frames, outputs, width], to be added to the tokens
 */
function spatialAttention(
  { classToken, patches }: Tokens,
  { pass, index, config }: BlockPass,
  outputs: number = patches.shape[2] + 1,
): tf.Tensor4D {
  const name = `blocks.${index}`;
  const [batch, frames, patchCount, width] = patches.shape;
  // Added to zeros rather than tiled: the gradient of a sum's broadcast is one op.
  const repeated = tf.add(tf.expandDims(classToken, 1), tf.zeros([1, frames, 1, 1])) as tf.Tensor4D;
  const joined = tf.concat([repeated, patches], 2);
  const queriesKeysValues = tf.reshape<tf.Rank.R4>(
    pass.layerNormLinear(joined, `${name}.norm1`, `${name}.attn.qkv`),
    [batch * frames, patchCount + 1, 1, 3 * width],
  );
  const attended = attention(queriesKeysValues, { heads: config.heads });
  const needed = outputs === patchCount + 1
    ? attended
    : tf.slice(attended, [0, 0, 0, 0], [batch * frames, outputs, 1, width]);
  const projected = pass.drop(pass.linear(needed, `${name}.attn.proj`), {
    rate: config.dropout,
    index: blockDropoutIndex(index, "spatialAttention"),
  });
  const residual = pass.drop(projected, {
    rate: dropPathRate(index, config),
    index: blockDropoutIndex(index, "spatialPath"),
    sharedAxes: [1, 2, 3],
  });
  return tf.reshape(residual, [batch, frames, outputs, width]);
}

/** `x` plus its MLP of two layers. */
function mlp(x: tf.Tensor3D, { pass, index, config }: BlockPass): tf.Tensor3D {
  const name = `blocks.${index}`;
  const { dropout: rate } = config;
  const hidden = pass.layerNormLinear(x, `${name}.norm2`, `${name}.mlp.fc1`);
  const output = pass.geluLinear(hidden, `${name}.mlp.fc2`, {
    rate,
    index: blockDropoutIndex(index, "mlpHidden"),
  });
  const dropped = pass.drop(output, { rate, index: blockDropoutIndex(index, "mlpOutput") });
  const residual = pass.drop(dropped, {
    rate: dropPathRate(index, config),
    index: blockDropoutIndex(index, "mlpPath"),
    sharedAxes: [1, 2],
  });
  return tf.add(x, residual);
}

function embeddingDropoutIndex(layer: typeof EMBEDDING_DROPOUTS[number]): number {
  return EMBEDDING_DROPOUTS.indexOf(layer);
}

function blockDropoutIndex(blockIndex: number, layer: typeof BLOCK_DROPOUTS[number]): number {
  const inBlock = BLOCK_DROPOUTS.indexOf(layer);
  return EMBEDDING_DROPOUTS.length + BLOCK_DROPOUTS.length * blockIndex + inBlock;
}

/** The drop-path rate of a block: rises linearly from 0 at the first to `dropPath` at the last. */
function dropPathRate(blockIndex: number, { depth, dropPath }: TimeSformerConfig): number {
  return depth === 1 ? 0 : dropPath * blockIndex / (depth - 1);
}
