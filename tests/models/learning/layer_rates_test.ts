import assert from "node:assert/strict";
import { createModel, layerRates, MODEL_NAMES } from "../../../models/mod.ts";

Deno.test("layerRates() counts the stem and the stages of a ResNet below its head", () => {
  const rateOf = layerRates(createModel("slow_r18"), 0.5);
  assert.equal(rateOf("blocks.5.proj.bias"), 1);
  assert.equal(rateOf("blocks.4.res_blocks.1.branch2.norm_b.weight"), 0.5);
  assert.equal(rateOf("blocks.1.res_blocks.0.branch2.conv_a.weight"), 0.5 ** 4);
  assert.equal(rateOf("blocks.0.norm.weight"), 0.5 ** 5);
});

Deno.test("layerRates() counts as BEiT's get_num_layer_for_vit does", () => {
  const rateOf = layerRates(createModel("timesformer_vit_s"), 0.75);
  assert.equal(rateOf("head.weight"), 1);
  assert.equal(rateOf("norm.bias"), 1);
  assert.equal(rateOf("blocks.11.mlp.fc1.weight"), 0.75);
  assert.equal(rateOf("blocks.0.temporal_fc.weight"), 0.75 ** 12);
  for (const name of ["cls_token", "pos_embed", "time_embed", "patch_embed.proj.weight"]) {
    assert.equal(rateOf(name), 0.75 ** 13);
  }
});

Deno.test.each(MODEL_NAMES)("layerRates() has a rate for every parameter of %s", (name) => {
  const model = createModel(name);
  const rateOf = layerRates(model, 0.9);
  for (const spec of model.parameters) {
    const rate = rateOf(spec.name);
    assert.ok(rate > 0 && rate <= 1, spec.name);
  }
  assert.ok(model.parameters.every((spec) => layerRates(model, 1)(spec.name) === 1));
});
