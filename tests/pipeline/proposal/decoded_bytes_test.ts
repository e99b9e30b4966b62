import assert from "node:assert/strict";
import { FrameCache, probeVideo } from "../../../datasets/mod.ts";
import { loadConfig, parseOverride } from "../../../pipeline/config/config.ts";
import { decodedBytes } from "../../../pipeline/proposal/decoded_bytes.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../../datasets/_fixtures.ts";
import { join } from "node:path";

testInFolder("decodedBytes() is what a cache holds of such videos", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  const path = join(folder, "a.mkv");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=4", path]);
  const probe = await probeVideo(path, ffmpegPath);
  const { config } = await loadConfig("videos_small");
  const size = { shortSide: config.clip.decodeShortSide };
  const cache = new FrameCache({ ffmpegPath, framesPerSecond: 7.5, size, budgetBytes: 1e9 });
  await cache.loadWindow({ path }, { startFrame: 0, frameCount: 1 });
  assert.equal(decodedBytes({ probes: [probe], total: 1 }, config), cache.bytesHeld);
  // Others are like those that were looked at, but for long ones, which are not kept on disk.
  const long = { ...probe, durationSec: 3600 };
  const bytes = decodedBytes({ probes: [probe, long], total: 200 }, config);
  assert.equal(bytes, 100 * cache.bytesHeld);
  assert.equal(decodedBytes({ probes: [], total: 1 }, config), 0);
  // Clips of changes take the next frames as well.
  const field = parseOverride("clip.auxiliary.modality=gradient");
  const { config: changes } = await loadConfig("videos_small", [field]);
  assert.equal(decodedBytes({ probes: [probe], total: 1 }, changes), 2 * cache.bytesHeld);
});
