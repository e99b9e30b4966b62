import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeVideo } from "../../../datasets/motion/mod.ts";
import { childrenOutOfReach, ffmpegUnderTest, testInFolder, WITHOUT_PROC } from "../_fixtures.ts";

const ffmpegPath = await ffmpegUnderTest();

testInFolder(
  `encodeVideo() keeps ffmpeg out of reach of Ctrl-C, not of its signal${WITHOUT_PROC}`,
  async (folder) => {
    const controller = new AbortController();
    const stopped = new Error("stopped by the test");
    const encoding = encodeVideo({
      frames: new Uint8Array(30 * 64 * 48 * 3),
      width: 64,
      height: 48,
      framesPerSecond: 30,
      ffmpegPath,
      signal: controller.signal,
      path: join(folder, "a.mp4"),
    });
    assert.equal(childrenOutOfReach().length, 1);
    controller.abort(stopped);
    await assert.rejects(encoding, stopped);
  },
  { ignore: WITHOUT_PROC !== "" },
);
