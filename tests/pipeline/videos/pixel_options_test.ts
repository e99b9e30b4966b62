import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { pixelOptions } from "../../../pipeline/videos/pixel_options.ts";

Deno.test("pixelOptions() takes the size of the clip and SlowFast's normalization", async () => {
  const { config } = await loadConfig("motion_small", [{ path: "clip.size", value: 24 }]);
  assert.deepEqual(pixelOptions(config), { size: 24, mean: 0.45, std: 0.225 });
});
