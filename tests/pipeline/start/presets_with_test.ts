import assert from "node:assert/strict";
import { NAMED_CONFIGS } from "../../../models/mod.ts";
import { presetsWith } from "../../../pipeline/start/presets_with.ts";

Deno.test("presetsWith() finds presets by the network, whatever its clips and classes", async () => {
  const slow = await presetsWith({ ...NAMED_CONFIGS.slow_r50, dropout: 0 });
  assert.ok(slow.primary.includes("published"));
  assert.deepEqual(slow.auxiliary.filter((name) => name.includes("pair_r50")), []);
  const small = await presetsWith({ ...NAMED_CONFIGS.timesformer_vit_s, frames: 96 });
  assert.ok(small.auxiliary.includes("published"));
  assert.ok(small.primary.every((name) => name.endsWith("_svformer")));
  const other = await presetsWith({ ...NAMED_CONFIGS.slow_r50, width: 7 });
  assert.deepEqual(other, { primary: [], auxiliary: [] });
});
