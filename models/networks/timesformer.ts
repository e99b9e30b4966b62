import { tf } from "../../runtime/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { block, type BlockPass, lastBlock } from "./_timesformer_block.ts";
import { embed } from "./_timesformer_embed.ts";
import { modelOf } from "./_model_of.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import {
  checkTimeSformer,
  type TimeSformerConfig,
  timeSformerSpecs,
} from "./timesformer_config.ts";

/**
 * Creates the TimeSformer with divided space-time attention (`vit.py` of
 * facebookresearch/TimeSformer, with its parameter names): each block has temporal attention (over
 * all frames, for each patch), spatial attention (over all patches, for each frame) and an MLP.
 *
 * @throws {RangeError} If `size` is not a multiple of `patch`, or `width` of `heads`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_CONFIGS, timeSformer } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
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
  return modelOf({
    name,
    config,
    parameters: timeSformerSpecs(config),
    statistics: [],
    forward: (input) => forward(input, config),
  });
}

function forward(input: ForwardInput, config: TimeSformerConfig): ForwardOutput {
  const pass = new ForwardPass(input);
  let tokens = embed(pass, input.clips, config);
  for (let index = 0; index + 1 < config.depth; index++) {
    tokens = block(tokens, blockPass(pass, index, config));
  }
  const classToken = lastBlock(tokens, blockPass(pass, config.depth - 1, config));
  const features = tf.reshape<tf.Rank.R2>(classToken, [-1, config.width]);
  pass.readPooled(() => features);
  return {
    logits: pass.layerNormLinear(features, "norm", "head"),
    features,
    statistics: pass.statistics,
  };
}

/** Returns the pass of one block: without dropout and drop-path if nothing in it is trained. */
function blockPass(pass: ForwardPass, index: number, config: TimeSformerConfig): BlockPass {
  if (!pass.isFrozen(`blocks.${index}.`)) return { pass, index, config };
  return { pass, index, config: { ...config, dropout: 0, dropPath: 0 } };
}
