import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { pixelOptions } from "../../../pipeline/videos/pixel_options.ts";

const USUAL = { mean: 0.45, std: 0.225 };

Deno.test("pixelOptions() takes the size of the clip and SlowFast's normalization", async () => {
  const { config } = await loadConfig("motion_small", [{ path: "clip.size", value: 24 }]);
  assert.deepEqual(pixelOptions(config), { size: 24, ...USUAL, auxiliary: USUAL });
});

Deno.test("pixelOptions() takes the normalization of the weights, by network", async () => {
  const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
  const { config: shared } = await loadConfig("motion_small", [
    { path: "clip.normalization", value: imageNet },
  ]);
  assert.deepEqual(pixelOptions(shared), { size: 32, ...imageNet, auxiliary: imageNet });
  const { config: own } = await loadConfig("motion_small", [
    { path: "clip.auxiliary.normalization", value: imageNet },
  ]);
  assert.deepEqual(pixelOptions(own), { size: 32, ...USUAL, auxiliary: imageNet });
});
