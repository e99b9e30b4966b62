import assert from "node:assert/strict";
import { createModel, MODEL_NAMES, NAMED_CONFIGS } from "../../../models/mod.ts";

Deno.test.each(MODEL_NAMES)("createModel() creates the published network %s by name", (name) => {
  const model = createModel(name);
  assert.deepEqual(model.config, NAMED_CONFIGS[name]);
  assert.equal(model.name, name);
});

Deno.test("createModel() names the network of a config after its kind", () => {
  assert.equal(createModel(NAMED_CONFIGS.slow_r18).name, "slow-resnet");
  assert.equal(createModel(NAMED_CONFIGS.timesformer_vit_s).name, "timesformer");
});
