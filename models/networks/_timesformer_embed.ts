import { tf } from "../../runtime/mod.ts";
import type { ForwardPass } from "./_forward_pass.ts";
import { embeddingDropoutIndex } from "./_timesformer_dropouts.ts";
import type { TimeSformerConfig } from "./timesformer_config.ts";

/** Tokens of one pass: the class token, and one token for each patch of each frame. */
export interface Tokens {
  /** [batch, 1, width]. */
  readonly classToken: tf.Tensor3D;
  /** [batch, frames, patches, width]. */
  readonly patches: tf.Tensor4D;
}

/** Projects patches to tokens, adds the class token, and adds the embeddings of all positions. */
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

/** Computes the patch embedding [batch, frames, patches, width]. */
function projectPatches(
  pass: ForwardPass,
  clips: tf.Tensor5D,
  { size, frames, patch, width }: TimeSformerConfig,
): tf.Tensor4D {
  const [batch] = clips.shape;
  const side = size / patch;
  const pixels = tf.reshape(clips, [batch * frames, side, patch, side, patch, 3]);
  // Inside a patch channels come first, as in the weight.
  const rows = tf.reshape<tf.Rank.R4>(
    tf.transpose(pixels, [0, 1, 3, 5, 2, 4]),
    [batch, frames, side * side, 3 * patch * patch],
  );
  const weight = tf.reshape<tf.Rank.R2>(pass.parameter("patch_embed.proj.weight"), [width, -1]);
  return pass.linear(rows, "patch_embed.proj", weight);
}
