import { tf } from "../../runtime/mod.ts";
import { attention } from "../../runtime/ops/mod.ts";
import type { ForwardPass } from "./_forward_pass.ts";
import { blockDropoutIndex } from "./_timesformer_dropouts.ts";
import type { Tokens } from "./_timesformer_embed.ts";
import type { TimeSformerConfig } from "./timesformer_config.ts";

/** One block of the network, and the pass that runs it. */
export interface BlockPass {
  readonly pass: ForwardPass;
  /** Index of the block, from 0. */
  readonly index: number;
  readonly config: TimeSformerConfig;
}

/** Applies one block. */
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
 * Applies the last block for the class token alone, as the head reads only this token: the same
 * numbers without the work for the patches.
 *
 * @returns The class token [batch, 1, width].
 */
export function lastBlock(tokens: Tokens, blockPass: BlockPass): tf.Tensor3D {
  const patches = temporalAttention(tokens.patches, blockPass);
  const attended = spatialAttention({ ...tokens, patches }, blockPass, 1);
  const joined = tf.add(tokens.classToken, tf.mean(attended, 1)) as tf.Tensor3D;
  return mlp(joined, blockPass);
}

/** Returns `patches` plus the attention of each patch over the same patch of all frames. */
function temporalAttention(patches: tf.Tensor4D, blockPass: BlockPass): tf.Tensor4D {
  const { pass, index, config } = blockPass;
  const name = `blocks.${index}`;
  const queriesKeysValues = pass.layerNormLinear(
    patches,
    `${name}.temporal_norm1`,
    `${name}.temporal_attn.qkv`,
  );
  pass.readAttention("time", queriesKeysValues, config);
  const attended = attention(queriesKeysValues, { heads: config.heads });
  const projected = pass.drop(pass.linear(attended, `${name}.temporal_attn.proj`), {
    rate: config.dropout,
    index: blockDropoutIndex(index, "temporalAttention"),
  });
  const residual = dropPath(projected, blockPass, { path: "temporalPath", sharedAxes: [1, 3] });
  return tf.add(patches, pass.linear(residual, `${name}.temporal_fc`));
}

/**
 * Computes, for each frame, the attention of the class token and the frame's patches over one
 * another. The class token is repeated for every frame.
 *
 * @param outputs Number of leading tokens of each frame to compute. If omitted, all.
 * @returns [batch, frames, outputs, width], to be added to the tokens.
 */
function spatialAttention(
  { classToken, patches }: Tokens,
  blockPass: BlockPass,
  outputs: number = patches.shape[2] + 1,
): tf.Tensor4D {
  const { pass, index, config } = blockPass;
  const name = `blocks.${index}`;
  const [batch, frames, patchCount, width] = patches.shape;
  // Added to zeros rather than tiled: the gradient of a broadcast addition is a single op.
  const repeated = tf.add(tf.expandDims(classToken, 1), tf.zeros([1, frames, 1, 1])) as tf.Tensor4D;
  const joined = tf.concat([repeated, patches], 2);
  const queriesKeysValues = tf.reshape<tf.Rank.R4>(
    pass.layerNormLinear(joined, `${name}.norm1`, `${name}.attn.qkv`),
    [batch * frames, patchCount + 1, 1, 3 * width],
  );
  pass.readAttention("space", queriesKeysValues, config);
  const attended = attention(queriesKeysValues, { heads: config.heads });
  const needed = outputs === patchCount + 1
    ? attended
    : tf.slice(attended, [0, 0, 0, 0], [batch * frames, outputs, 1, width]);
  const projected = pass.drop(pass.linear(needed, `${name}.attn.proj`), {
    rate: config.dropout,
    index: blockDropoutIndex(index, "spatialAttention"),
  });
  const residual = dropPath(projected, blockPass, { path: "spatialPath", sharedAxes: [1, 2, 3] });
  return tf.reshape(residual, [batch, frames, outputs, width]);
}

/** Returns `x` plus the MLP of two layers. */
function mlp(x: tf.Tensor3D, blockPass: BlockPass): tf.Tensor3D {
  const { pass, index, config } = blockPass;
  const name = `blocks.${index}`;
  const { dropout: rate } = config;
  const hidden = pass.layerNormLinear(x, `${name}.norm2`, `${name}.mlp.fc1`);
  const output = pass.geluLinear(hidden, `${name}.mlp.fc2`, {
    rate,
    index: blockDropoutIndex(index, "mlpHidden"),
  });
  const dropped = pass.drop(output, { rate, index: blockDropoutIndex(index, "mlpOutput") });
  return tf.add(x, dropPath(dropped, blockPass, { path: "mlpPath", sharedAxes: [1, 2] }));
}

interface DropPathOptions {
  /** Which of the block's three residual paths. */
  readonly path: "temporalPath" | "spatialPath" | "mlpPath";
  /** Axes along which a path is dropped as a whole. */
  readonly sharedAxes: readonly number[];
}

/** Drops a residual path of the block, as a whole for each index of the other axes, by its rate. */
function dropPath<Rank extends tf.Rank>(
  residual: tf.Tensor<Rank>,
  { pass, index, config }: BlockPass,
  { path, sharedAxes }: DropPathOptions,
): tf.Tensor<Rank> {
  const rate = dropPathRate(index, config);
  return pass.drop(residual, { rate, index: blockDropoutIndex(index, path), sharedAxes });
}

/**
 * Returns a block's drop-path rate, which rises linearly from 0 at the first to `dropPath` at the
 * last.
 */
function dropPathRate(blockIndex: number, { depth, dropPath }: TimeSformerConfig): number {
  return depth === 1 ? 0 : dropPath * blockIndex / (depth - 1);
}
