import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { pixelOptions } from "../../../pipeline/videos/pixel_options.ts";

const USUAL = { mean: 0.45, std: 0.225 };

Deno.test("pixelOptions() takes the size of the clip and SlowFast's normalization", async () => {
  const { config } = await loadConfig("motion_small", [{ path: "clip.size", value: 24 }]);
  const { clips, ...shared } = pixelOptions(config);
  assert.deepEqual(shared, { size: 24, ...USUAL });
  assert.equal(clips?.["auxiliary"]?.normalization, undefined);
});

Deno.test("pixelOptions() takes the normalization of the weights, by clip", async () => {
  const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
  const { config: shared } = await loadConfig("motion_small", [
    { path: "clip.normalization", value: imageNet },
  ]);
  const { mean, std } = pixelOptions(shared);
  assert.deepEqual({ mean, std }, imageNet);
  const { config: own } = await loadConfig("motion_small", [
    { path: "clip.auxiliary.normalization", value: imageNet },
    { path: "clip.others", value: { motion: { frames: 4, stride: 4, modality: "flow" } } },
  ]);
  const { clips, ...usual } = pixelOptions(own);
  assert.deepEqual(usual, { size: 32, ...USUAL });
  assert.deepEqual(clips?.["auxiliary"]?.normalization, imageNet);
  assert.equal(clips?.["primary"]?.normalization, undefined);
  assert.equal(clips?.["motion"]?.modality, "flow");
});
