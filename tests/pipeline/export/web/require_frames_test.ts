import assert from "node:assert/strict";
import { loadConfig } from "../../../../pipeline/config/config.ts";
import { requireFrames } from "../../../../pipeline/export/web/require_frames.ts";

const GRADIENT = { path: "clip.auxiliary.modality", value: "gradient" };

Deno.test("requireFrames() refuses a demo of a network that does not see frames", async () => {
  const { config } = await loadConfig("motion_small", [GRADIENT]);
  requireFrames(config, "primary");
  for (const answer of ["auxiliary", "both"] as const) {
    assert.throws(() => requireFrames(config, answer), {
      name: "TypeError",
      message: "Cannot write a demo of this run as its auxiliary network must see frames: " +
        "current value is gradient",
    });
  }
});
