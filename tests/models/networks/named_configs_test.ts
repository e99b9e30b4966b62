import assert from "node:assert/strict";
import { createModel, MODEL_NAMES, type ModelConfig, NAMED_CONFIGS } from "../../../models/mod.ts";
import { parameterCount } from "../_parameter_count.ts";

const { slow_r50, slow_r18, slowfast_r50, r3d_18, tsm_r18, timesformer_vit_s, timesformer_vit_b } =
  NAMED_CONFIGS;

const COUNTS: readonly (readonly [string, ModelConfig, number])[] = [
  ["slow_r50 at 400 classes", slow_r50, 32_454_096],
  ["slow_r50 at 101 classes", { ...slow_r50, classes: 101 }, 31_841_445],
  ["slowfast_r50 at 400 classes", slowfast_r50, 34_566_488],
  ["slowfast_r50 at 101 classes", { ...slowfast_r50, classes: 101 }, 33_877_293],
  ["r3d_18 at 400 classes", r3d_18, 33_371_472],
  ["r3d_18 at 101 classes", { ...r3d_18, classes: 101 }, 33_218_085],
  ["r3d_18 at 51 classes", { ...r3d_18, classes: 51 }, 33_192_435],
  ["tsm_r18 at 400 classes", tsm_r18, 11_381_712],
  ["tsm_r18 at 101 classes", { ...tsm_r18, classes: 101 }, 11_228_325],
  ["CMPL's auxiliary at 400 classes", NAMED_CONFIGS.slow_r50_quarter, 2_194_080],
  [
    "CMPL's auxiliary at 101 classes",
    { ...NAMED_CONFIGS.slow_r50_quarter, classes: 101 },
    2_040_693,
  ],
  ["timesformer_vit_s at 400 classes", timesformer_vit_s, 30_702_352],
  ["timesformer_vit_s at 101 classes", { ...timesformer_vit_s, classes: 101 }, 30_587_237],
  ["timesformer_vit_b at 400 classes", timesformer_vit_b, 121_566_352],
];

Deno.test.each(COUNTS)(
  "NAMED_CONFIGS has the published parameter count: %s",
  (_, config, count) => {
    assert.equal(parameterCount(createModel(config).parameters), count);
  },
);

Deno.test("NAMED_CONFIGS has the published parameter count: slow_r18, 20.2 million", () => {
  const count = parameterCount(createModel(slow_r18).parameters);
  assert.equal(count, 20_229_072);
  assert.equal((count / 1e6).toFixed(1), "20.2");
});

Deno.test("NAMED_CONFIGS has the published parameter count: the paper's pair at 101 classes", () => {
  const resNet = createModel({ ...slow_r50, classes: 101 });
  const timeSformer = createModel({ ...timesformer_vit_s, classes: 101 });
  assert.equal(parameterCount([...resNet.parameters, ...timeSformer.parameters]), 62_428_682);
});

Deno.test("MODEL_NAMES lists the published networks", () => {
  assert.deepEqual(MODEL_NAMES, [
    "slow_r50",
    "slow_r50_quarter",
    "slow_r18",
    "slowfast_r50",
    "r3d_18",
    "tsm_r18",
    "timesformer_vit_s",
    "timesformer_vit_b",
  ]);
});
