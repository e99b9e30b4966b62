import assert from "node:assert/strict";
import { NAMED_CONFIGS, timeSformer } from "../../../models/mod.ts";

const { timesformer_vit_s } = NAMED_CONFIGS;

Deno.test("timeSformer() refuses a patch that does not divide the size", () =>
  assert.throws(
    () => timeSformer({ ...timesformer_vit_s, patch: 15 }),
    /'size' must be a multiple of 'patch' 15: current value is 224/,
  ));

Deno.test("timeSformer() refuses heads that do not divide the width", () =>
  assert.throws(
    () => timeSformer({ ...timesformer_vit_s, heads: 7 }),
    /'width' must be a multiple of 'heads' 7: current value is 384/,
  ));

Deno.test("timeSformer() takes the standard deviations of initial values from the config", () => {
  const initialStd = { linear: 0.1, spatial: 0.2, temporal: 0.3, temporalFc: 0.4 };
  const { parameters } = timeSformer({ ...timesformer_vit_s, depth: 1, initialStd });
  const stdOf = (name: string) => {
    const initial = parameters.find((spec) => spec.name === name)?.initial;
    return initial?.kind === "normal" ? initial.std : undefined;
  };
  assert.equal(stdOf("blocks.0.attn.qkv.weight"), 0.1);
  assert.equal(stdOf("pos_embed"), 0.2);
  assert.equal(stdOf("time_embed"), 0.3);
  assert.equal(stdOf("blocks.0.temporal_fc.weight"), 0.4);
  // The classifier keeps the official value.
  assert.equal(stdOf("head.weight"), 0.02);
});
