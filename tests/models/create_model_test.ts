import assert from "node:assert/strict";
import { createModel, type ModelConfig, NAMED_CONFIGS } from "../../models/mod.ts";
import { parameterCount } from "./_parameter_count.ts";

const { slow_r50, slow_r18, timesformer_vit_s, timesformer_vit_b } = NAMED_CONFIGS;

const COUNTS: readonly (readonly [string, ModelConfig, number])[] = [
  ["slow_r50 at 400 classes", slow_r50, 32_454_096],
  ["slow_r50 at 101 classes", { ...slow_r50, classes: 101 }, 31_841_445],
  ["timesformer_vit_s at 400 classes", timesformer_vit_s, 30_702_352],
  ["timesformer_vit_s at 101 classes", { ...timesformer_vit_s, classes: 101 }, 30_587_237],
  ["timesformer_vit_b at 400 classes", timesformer_vit_b, 121_566_352],
];

Deno.test.each(COUNTS)("createModel() has the published count: %s", (_, config, count) => {
  assert.equal(parameterCount(createModel(config).parameters), count);
});

Deno.test("createModel() has the published count: slow_r18, 20.2 million", () => {
  const count = parameterCount(createModel(slow_r18).parameters);
  assert.equal(count, 20_229_072);
  assert.equal((count / 1e6).toFixed(1), "20.2");
});

Deno.test("createModel() has the published count: the paper's pair at 101 classes", () => {
  const pair = [slow_r50, timesformer_vit_s].map((config) =>
    parameterCount(createModel({ ...config, classes: 101 }).parameters)
  );
  assert.equal(pair[0]! + pair[1]!, 62_428_682);
});

Deno.test("createModel() decays weights, but no bias, norm or embedding", () => {
  for (const config of Object.values(NAMED_CONFIGS)) {
    for (const { name, decayed, shape } of createModel(config).parameters) {
      const isWeight = name.endsWith(".weight") && shape.length > 1;
      assert.equal(decayed, isWeight, name);
    }
  }
});

Deno.test("createModel() takes a name or a config", () => {
  assert.deepEqual(createModel("slow_r18").config, slow_r18);
  assert.equal(createModel("slow_r18").name, "slow_r18");
  assert.equal(createModel(slow_r18).name, "slow-resnet");
});

Deno.test("createModel() refuses configs whose fields do not fit", () => {
  assert.throws(() => createModel({ ...slow_r50, depths: [3, 4] }), /must be equally long/);
  assert.throws(() => createModel({ ...slow_r50, stemKernel: 6 }), /'stemKernel' must be odd/);
  assert.throws(
    () => createModel({ ...slow_r50, temporalKernels: [1, 1, 2, 3] }),
    /'temporalKernels\[2\]' must be odd: current value is 2/,
  );
  assert.throws(() => createModel({ ...timesformer_vit_s, patch: 15 }), /multiple of 'patch' 15/);
  assert.throws(() => createModel({ ...timesformer_vit_s, heads: 7 }), /multiple of 'heads' 7/);
});
