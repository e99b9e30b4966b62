import assert from "node:assert/strict";
import { join } from "node:path";
import { recordArguments } from "../../../bench/streams/bare_ffmpeg.ts";
import { showsStoredOrder } from "../../../datasets/ffmpeg/_mpeg4_order.ts";
import { probeVideo } from "../../../datasets/mod.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";

const PICTURES = 49;

/** What comes before each picture. */
const PICTURE_START = "\0\0\x01\xb6";

async function encode(path: string, output: readonly string[], seconds = 2): Promise<Uint8Array> {
  // With noise: pictures of a few bytes could be "not coded".
  const source = `testsrc2=size=64x48:rate=30:duration=${seconds},noise=alls=30:allf=t`;
  await runFfmpeg(["-f", "lavfi", "-i", source, ...output, path]);
  return await Deno.readFile(path);
}

const MPEG4 = ["-c:v", "mpeg4"];
const B_FRAMES = [...MPEG4, "-bf", "2", "-sc_threshold", "1000000000"];
const TWO_TRACKS = ["-map", "0:v", "-map", "0:v"];
const WITH_SOUND = ["-f", "lavfi", "-i", "sine=duration=2", "-map", "1", "-map", "0:v"];

/** How an AVI file is made, and whether its pictures surely are shown as they are stored. */
const VIDEOS: Readonly<Record<string, { readonly output: string[]; readonly shows: boolean }>> = {
  "without B-frames": { output: MPEG4, shows: true },
  "whose video is the second stream": { output: [...WITH_SOUND, ...MPEG4], shows: true },
  "with B-frames": { output: B_FRAMES, shows: false },
  "of two videos, of which only the second has B-frames": {
    output: [...TWO_TRACKS, ...B_FRAMES, "-bf:v:0", "0"],
    shows: true,
  },
  "of two videos, of which only the first has B-frames": {
    output: [...TWO_TRACKS, ...B_FRAMES, "-bf:v:1", "0"],
    shows: false,
  },
  "that is H.264": { output: ["-c:v", "libx264"], shows: false },
};

for (const [name, { output, shows }] of Object.entries(VIDEOS)) {
  testInFolder(`showsStoredOrder() reads an AVI file ${name}`, async (folder) => {
    const path = join(folder, "video.avi");
    await encode(path, output);
    assert.equal(await showsStoredOrder(path, PICTURES), shows);
  });
}

testInFolder(
  "showsStoredOrder() reads a video of fewer pictures, but not half a file",
  async (folder) => {
    const path = join(folder, "video.avi");
    const bytes = await encode(path, MPEG4, 0.5);
    assert.equal(await showsStoredOrder(path, PICTURES), true);
    await Deno.writeFile(path, bytes.subarray(0, bytes.byteLength / 2));
    assert.equal(await showsStoredOrder(path, PICTURES), false);
  },
);

testInFolder(
  "showsStoredOrder() says no of pictures that are packed, empty or missing",
  async (folder) => {
    const path = join(folder, "video.avi");
    const bytes = await encode(path, MPEG4);
    const text = new TextDecoder("latin1").decode(bytes);
    const first = text.indexOf(PICTURE_START);
    const second = text.indexOf(PICTURE_START, first + 1);
    const changes: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
      // A second picture in the same chunk, as in "packed bitstreams".
      packed: (bytes) => bytes.set([0, 0, 1, 0xb6, 0x80], second + 40),
      missing: (bytes) => bytes.set([1], second),
      // Its chunk, whose length is before it, ends after a few bytes.
      empty: (bytes) => bytes.set([10, 0, 0, 0], second - 4),
      // The first one depends on an earlier one.
      headless: (bytes) => bytes.set([0x40], first + 4),
    };
    for (const [name, change] of Object.entries(changes)) {
      const changed = bytes.slice();
      change(changed);
      await Deno.writeFile(path, changed);
      assert.equal(await showsStoredOrder(path, PICTURES), false, name);
    }
  },
);

testInFolder("showsStoredOrder() says no of what is not an AVI file", async (folder) => {
  const path = join(folder, "video.avi");
  const contents = ["", "RIFF", "RIFF\xff\xff\xff\xffAVI ", "LIST".repeat(99), "\0".repeat(300)];
  for (const content of contents) {
    await Deno.writeFile(path, Uint8Array.from(content, (letter) => letter.charCodeAt(0)));
    assert.equal(await showsStoredOrder(path, PICTURES), false);
  }
  const missing = showsStoredOrder(join(folder, "none.avi"), PICTURES);
  await assert.rejects(missing, Deno.errors.NotFound);
});

testInFolder("showsStoredOrder() ends with every cut and every changed byte", async (folder) => {
  const path = join(folder, "video.avi");
  const bytes = await encode(path, MPEG4, 0.1);
  const headBytes = Math.min(bytes.byteLength, 6000);
  for (let index = 0; index < headBytes; index += 11) {
    await Deno.writeFile(path, bytes.subarray(0, index));
    assert.equal(await showsStoredOrder(path, PICTURES), false);
    const changed = bytes.slice();
    changed[index] = 255 - (changed[index] ?? 0);
    await Deno.writeFile(path, changed);
    assert.equal(typeof await showsStoredOrder(path, PICTURES), "boolean");
  }
});

testInFolder(
  "probeVideo() starts one ffmpeg for MPEG-4 in AVI without B-frames",
  async (folder) => {
    const path = join(folder, "video.avi");
    await encode(path, [...MPEG4, "-g", "10"]);
    const ffmpegPath = await ffmpegUnderTest();
    const recording = join(folder, "recording");
    await Deno.mkdir(recording);
    const lists = await recordArguments({ folder: recording, ffmpegPath }, async (recorderPath) => {
      const { durationSec, clock } = await probeVideo(path, recorderPath);
      assert.equal(durationSec, 2);
      assert.ok(clock.keyFrames.length > 2);
    });
    assert.equal(lists.length, 1);
  },
);
