import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, probeVideo } from "../../../datasets/mod.ts";
import { encodeFormula, ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";

testInFolder(
  "probeVideo() decodes a video whose container does not know its length",
  async (folder) => {
    const known = await encodeFormula(join(folder, "a.mkv"), { frames: 25, framesPerSecond: 10 });
    // Written to a pipe, the container cannot go back to note how long it became.
    const streamed = join(folder, "b.mkv");
    await Deno.writeFile(
      streamed,
      await runFfmpeg(["-i", known, "-c", "copy", "-f", "matroska", "-"]),
    );
    const ffmpegPath = await ffmpegUnderTest();
    assert.equal((await probeVideo(known, ffmpegPath)).durationSec, 2.5);
    const { durationSec, codedWidth, codec } = await probeVideo(streamed, ffmpegPath);
    assert.ok(Math.abs(durationSec - 2.5) <= 0.1, `${durationSec} s`);
    assert.deepEqual([codedWidth, codec], [32, "ffv1"]);
  },
);

testInFolder("probeVideo() says that a sound file has no video stream", async (folder) => {
  const path = join(folder, "a.wav");
  await runFfmpeg(["-f", "lavfi", "-i", "sine=duration=0.1", path]);
  const probing = probeVideo(path, await ffmpegUnderTest());
  await assert.rejects(probing, (error) => {
    assert.ok(error instanceof DecodeError);
    assert.equal(error.reason, "no video stream");
    return true;
  });
});
