import assert from "node:assert/strict";
import { createModel, layerRates, MODEL_NAMES } from "../../../models/mod.ts";

Deno.test("layerRates() counts the stem and the stages of a ResNet below its head", () => {
  const rateOf = layerRates(createModel("slow_r18"), 0.5);
  assert.equal(rateOf("blocks.5.proj.bias"), 1);
  assert.equal(rateOf("blocks.4.res_blocks.1.branch2.norm_b.weight"), 0.5);
  assert.equal(rateOf("blocks.1.res_blocks.0.branch2.conv_a.weight"), 0.5 ** 4);
  assert.equal(rateOf("blocks.0.norm.weight"), 0.5 ** 5);
});

Deno.test.each(
  [
    ["slowfast_r50", "blocks.6.proj.weight", 0],
    ["slowfast_r50", "blocks.4.multipathway_blocks.1.res_blocks.0.branch1_conv.weight", 1],
    ["slowfast_r50", "blocks.0.multipathway_fusion.norm.bias", 5],
    ["r3d_18", "cls_head.fc_cls.bias", 0],
    ["r3d_18", "backbone.layer4.0.conv1.bn.weight", 1],
    ["r3d_18", "backbone.conv1.conv.weight", 5],
    ["tsm_r18", "new_fc.weight", 0],
    ["tsm_r18", "base_model.layer1.1.conv1.net.weight", 4],
    ["tsm_r18", "base_model.bn1.weight", 5],
  ] as const,
)("layerRates() finds of %s that above %s there are %d layers", (network, name, above) => {
  assert.equal(layerRates(createModel(network), 0.5)(name), 0.5 ** above);
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
