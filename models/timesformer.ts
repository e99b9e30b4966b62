import { tf } from "../runtime/mod.ts";
import { attention } from "../runtime/ops/mod.ts";
import { ForwardPass } from "./_pass.ts";
import { initialize } from "./initialize.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import {
  checkTimeSformer,
  type TimeSformerConfig,
  timeSformerSpecs,
} from "./timesformer_config.ts";

/**
 * The TimeSformer with divided space-time attention (facebookresearch/TimeSformer, `vit.py`, and its
 * parameter names): each block attends over the frames of one patch, then over the patches of one
 * frame, then applies an MLP.
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

/** Tokens of one pass: one of the class, and one of each patch of each frame. */
export interface Tokens {
  /** [batch, 1, width]. */
  readonly classToken: tf.Tensor3D;
  /** [batch, frames, patches, width]. */
  readonly patches: tf.Tensor4D;
}

/** Numbers of the places that drop values: three before the blocks, {@link BLOCK_SITES} in each. */
const EMBEDDING_SITES = 3;
const BLOCK_SITES = 7;

function forward(input: ForwardInput, config: TimeSformerConfig): ForwardOutput {
  const pass = new ForwardPass(input);
  let tokens = embed(pass, input.clips, config);
  for (let index = 0; index + 1 < config.depth; index++) {
    tokens = block(pass, tokens, index, config);
  }
  const classToken = lastBlock(pass, tokens, config);
  const features = tf.reshape<tf.Rank.R2>(classToken, [-1, config.width]);
  return {
    logits: pass.layerNormLinear(features, "norm", "head"),
    statistics: pass.statistics,
  };
}

/** Projects patches to tokens and adds what tells their place and frame. */
export function embed(pass: ForwardPass, clips: tf.Tensor5D, config: TimeSformerConfig): Tokens {
  const { size, frames, patch, width, dropout: rate } = config;
  const [batch, ...extents] = clips.shape;
  if (extents[0] !== frames || extents[1] !== size || extents[2] !== size) {
    throw new RangeError(
      `Cannot run a TimeSformer as 'clips' must be [batch, ${frames}, ${size}, ${size}, 3]: ` +
        `current shape is [${clips.shape}]`,
    );
  }
  const side = size / patch;
  const pixels = tf.reshape(clips, [batch * frames, side, patch, side, patch, 3]);
  // Channels first inside a patch, as the weight has them.
  const rows = tf.reshape<tf.Rank.R4>(
    tf.transpose(pixels, [0, 1, 3, 5, 2, 4]),
    [batch, frames, side * side, 3 * patch * patch],
  );
  const weight = tf.reshape<tf.Rank.R2>(pass.parameter("patch_embed.proj.weight"), [width, -1]);
  const projected = pass.linear(rows, "patch_embed.proj", weight);
  const [classPlace, patchPlaces] = tf.split(
    pass.parameter<tf.Tensor3D>("pos_embed"),
    [1, side * side],
    1,
  ) as [tf.Tensor3D, tf.Tensor3D];
  const frameTimes = tf.reshape(pass.parameter("time_embed"), [1, frames, 1, width]);
  const placed = pass.drop(
    tf.add<tf.Tensor4D>(projected, tf.expandDims(patchPlaces, 1)),
    { rate, site: 0 },
  );
  const classToken = tf.add(
    tf.add(pass.parameter("cls_token"), classPlace),
    tf.zeros([batch, 1, 1]),
  );
  return {
    classToken: pass.drop(classToken as tf.Tensor3D, { rate, site: 1 }),
    patches: pass.drop(tf.add<tf.Tensor4D>(placed, frameTimes), { rate, site: 2 }),
  };
}

/** One block, from tokens to tokens. */
export function block(
  pass: ForwardPass,
  tokens: Tokens,
  index: number,
  config: TimeSformerConfig,
): Tokens {
  const [batch, frames, places, width] = tokens.patches.shape;
  const patches = temporalAttention(pass, tokens.patches, index, config);
  const attended = spatialAttention(pass, { ...tokens, patches }, index, config);
  const [forClass, forPatches] = tf.split(attended, [1, places], 2) as [tf.Tensor4D, tf.Tensor4D];
  const joined = tf.concat([
    tf.add(tokens.classToken, tf.mean(forClass, 1)) as tf.Tensor3D,
    tf.reshape<tf.Rank.R3>(tf.add(patches, forPatches), [batch, frames * places, width]),
  ], 1);
  const [classToken, rest] = tf.split(
    mlp(pass, joined, index, config),
    [1, frames * places],
    1,
  ) as [tf.Tensor3D, tf.Tensor3D];
  return { classToken, patches: tf.reshape(rest, [batch, frames, places, width]) };
}

/**
 * The last block for the class token alone, the only one that the head reads: same numbers, without
 * the work for the patches.
 *
 * @returns [batch, 1, width]
 */
export function lastBlock(
  pass: ForwardPass,
  tokens: Tokens,
  config: TimeSformerConfig,
): tf.Tensor3D {
  const index = config.depth - 1;
  const patches = temporalAttention(pass, tokens.patches, index, config);
  const attended = spatialAttention(pass, { ...tokens, patches }, index, config, 1);
  const joined = tf.add(tokens.classToken, tf.mean(attended, 1)) as tf.Tensor3D;
  return mlp(pass, joined, index, config);
}

/** `patches` plus attention of each patch over its own frames. */
function temporalAttention(
  pass: ForwardPass,
  patches: tf.Tensor4D,
  index: number,
  config: TimeSformerConfig,
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
    site: dropoutIndex(index, 0),
  });
  const kept = pass.drop(projected, {
    rate: dropPathRate(index, config),
    site: dropoutIndex(index, 1),
    sharedAxes: [1, 3],
  });
  return tf.add(patches, pass.linear(kept, `${name}.temporal_fc`));
}

/**
 * Attention of each frame's class token and patches over one another; the class token is repeated for
 * every frame.
 *
 * @param outputs how many leading tokens of each frame are computed. @default all
 * @returns [batch, frames, outputs, width], to be added to the tokens
 */
function spatialAttention(
  pass: ForwardPass,
  { classToken, patches }: Tokens,
  index: number,
  config: TimeSformerConfig,
  outputs: number = patches.shape[2] + 1,
): tf.Tensor4D {
  const name = `blocks.${index}`;
  const [batch, frames, places, width] = patches.shape;
  // Added to zeros rather than tiled: the gradient of a sum's broadcast is one op.
  const repeated = tf.add(tf.expandDims(classToken, 1), tf.zeros([1, frames, 1, 1])) as tf.Tensor4D;
  const joined = tf.concat([repeated, patches], 2);
  const queriesKeysValues = tf.reshape<tf.Rank.R4>(
    pass.layerNormLinear(joined, `${name}.norm1`, `${name}.attn.qkv`),
    [batch * frames, places + 1, 1, 3 * width],
  );
  const attended = attention(queriesKeysValues, { heads: config.heads });
  const needed = outputs === places + 1
    ? attended
    : tf.slice(attended, [0, 0, 0, 0], [batch * frames, outputs, 1, width]);
  const projected = pass.drop(pass.linear(needed, `${name}.attn.proj`), {
    rate: config.dropout,
    site: dropoutIndex(index, 2),
  });
  const kept = pass.drop(projected, {
    rate: dropPathRate(index, config),
    site: dropoutIndex(index, 3),
    sharedAxes: [1, 2, 3],
  });
  return tf.reshape(kept, [batch, frames, outputs, width]);
}

/** `x` plus its two-layer perceptron. */
function mlp(
  pass: ForwardPass,
  x: tf.Tensor3D,
  index: number,
  config: TimeSformerConfig,
): tf.Tensor3D {
  const name = `blocks.${index}`;
  const { dropout: rate } = config;
  const hidden = pass.layerNormLinear(x, `${name}.norm2`, `${name}.mlp.fc1`);
  const mixed = pass.geluLinear(hidden, `${name}.mlp.fc2`, { rate, site: dropoutIndex(index, 4) });
  const projected = pass.drop(mixed, { rate, site: dropoutIndex(index, 5) });
  const residual = pass.drop(projected, {
    rate: dropPathRate(index, config),
    site: dropoutIndex(index, 6),
    sharedAxes: [1, 2],
  });
  return tf.add(x, residual);
}

function dropoutIndex(index: number, place: number): number {
  return EMBEDDING_SITES + BLOCK_SITES * index + place;
}

/** Stochastic depth's rate at a block: from 0 at the first to `dropPath` at the last. */
function dropPathRate(index: number, { depth, dropPath }: TimeSformerConfig): number {
  return depth === 1 ? 0 : dropPath * index / (depth - 1);
}
