import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { showsChanges } from "../../../pipeline/videos/shows_changes.ts";

async function clipsOf(path: string, value: unknown) {
  const { config: { clip } } = await loadConfig("motion_small", [{ path, value }]);
  return clip;
}

Deno.test("showsChanges() looks at all clips in training, in a test at those of the networks", async () => {
  const further = await clipsOf("clip.others", {
    gradient: { frames: 4, stride: 8, modality: "gradient" },
  });
  assert.deepEqual([showsChanges(further), showsChanges(further, "test")], [true, false]);
  const own = await clipsOf("clip.auxiliary.modality", "flow");
  assert.deepEqual([showsChanges(own), showsChanges(own, "test")], [true, true]);
});
