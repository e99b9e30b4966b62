import assert from "node:assert/strict";
import { join } from "node:path";
import { fileFingerprint } from "../../../datasets/mod.ts";
import { readFrameStrip } from "../../../pipeline/report/frame_strip.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../../datasets/_fixtures.ts";

async function makeVideo(folder: string): Promise<string> {
  const path = join(folder, "video.mp4");
  const source = "testsrc=size=64x48:rate=10:duration=2";
  await runFfmpeg(["-f", "lavfi", "-i", source, "-c:v", "mpeg4", path]);
  return path;
}

async function options() {
  const { signal } = new AbortController();
  return { ffmpegPath: await ffmpegUnderTest(), silenceSec: 60, signal };
}

testInFolder("readFrameStrip() reads five images over the whole video", async (folder) => {
  const path = await makeVideo(folder);
  const fingerprint = await fileFingerprint(path);
  const strip = await readFrameStrip({ id: "a", path, fingerprint }, await options());
  assert.deepEqual(strip.seconds.map((seconds) => seconds.toFixed(1)), [
    "0.2",
    "0.6",
    "1.0",
    "1.4",
    "1.8",
  ]);
  assert.equal(new Set(strip.images).size, 5);
  for (const image of strip.images) assert.match(image, /^data:image\/jpeg;base64,\/9j\//);
});

testInFolder("readFrameStrip() does not show another video under the same name", async (folder) => {
  const path = await makeVideo(folder);
  const fingerprint = await fileFingerprint(path);
  await Deno.writeTextFile(path, "another", { append: true });
  await assert.rejects(
    readFrameStrip({ id: "a", path, fingerprint }, await options()),
    /the file has changed since the test/,
  );
});
