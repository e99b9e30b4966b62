import assert from "node:assert/strict";
import { join } from "node:path";
import { saysDecodingOrder } from "../../../datasets/ffmpeg/_h264_order.ts";
import { decodeWindow, probeVideo } from "../../../datasets/mod.ts";
import { assertSamePixels, ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { encodeNumbered, NUMBERED_SIZE } from "../_numbered_videos.ts";

/** Videos whose packets say only when they are decoded, and whether that is when they are shown. */
const VIDEOS: Readonly<
  Record<string, { readonly output: string[]; readonly isReordered: boolean }>
> = {
  "H.264 with B-frames": {
    output: ["-c:v", "libx264", "-bf", "2", "-sc_threshold", "0"],
    isReordered: true,
  },
  "H.264 without": { output: ["-c:v", "libx264", "-bf", "0"], isReordered: false },
  "MPEG-4 with B-frames": {
    output: ["-c:v", "mpeg4", "-bf", "2", "-sc_threshold", "1000000000"],
    isReordered: true,
  },
  "MPEG-4 without": { output: ["-c:v", "mpeg4", "-bf", "0"], isReordered: false },
};

/** Renames all boxes of a kind in an MP4 file, so that nobody reads them. */
async function hideBoxes(path: string, names: readonly string[]): Promise<void> {
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  for (const name of names) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      bytes.set(new TextEncoder().encode("free"), at);
    }
  }
  await Deno.writeFile(path, bytes);
}

async function encodeWithoutOffsets(path: string, output: readonly string[]): Promise<string> {
  await encodeNumbered(path, {
    frames: 150,
    rate: "30",
    output: [...output, "-g", "30"],
  });
  await hideBoxes(path, ["ctts", "edts"]);
  return path;
}

for (const [name, { output, isReordered }] of Object.entries(VIDEOS)) {
  testInFolder(
    `${name}, whose MP4 has times of decoding alone: windows are parts of the whole`,
    async (folder) => {
      const path = await encodeWithoutOffsets(join(folder, "video.mp4"), output);
      const ffmpegPath = await ffmpegUnderTest();
      const probe = await probeVideo(path, ffmpegPath);
      assert.equal(probe.clock.keyFrames.length > 0, !isReordered);
      const options = { ffmpegPath, framesPerSecond: 60, size: NUMBERED_SIZE, probe };
      const whole = await decodeWindow(path, { ...options, startSec: 0, durationSec: 4.5 });
      const frameBytes = whole.frames.byteLength / whole.frameCount;
      for (const startSec of [1.3, 2.1, 3.2]) {
        const { frames } = await decodeWindow(path, { ...options, startSec, durationSec: 0.5 });
        const start = Math.round(startSec * 60) * frameBytes;
        const expected = whole.frames.subarray(start, start + frames.byteLength);
        assertSamePixels(frames, expected, `from ${startSec} s`);
      }
    },
  );
}

const TWO_TRACKS = ["-map", "0:v", "-map", "0:v"];

/** What x264 is asked for, and whether its settings say that pictures are shown as decoded. */
const SETTINGS: Readonly<Record<string, { readonly output: string[]; readonly says: boolean }>> = {
  "without B-frames": { output: ["-bf", "0"], says: true },
  "without B-frames, in 4:4:4": { output: ["-bf", "0", "-pix_fmt", "yuv444p"], says: true },
  "with scaling lists": { output: ["-bf", "0", "-x264-params", "cqm=jvt"], says: true },
  "with B-frames": { output: ["-bf", "2"], says: false },
  "in two tracks without B-frames": { output: [...TWO_TRACKS, "-bf", "0"], says: true },
  "in two tracks, of which one has B-frames": {
    output: [...TWO_TRACKS, "-bf:v:0", "0", "-bf:v:1", "2"],
    says: false,
  },
};

for (const [name, { output, says }] of Object.entries(SETTINGS)) {
  testInFolder(`saysDecodingOrder() reads H.264 ${name}`, async (folder) => {
    const path = join(folder, "video.mp4");
    const source = "testsrc2=size=64x48:rate=30:duration=1";
    await runFfmpeg(["-f", "lavfi", "-i", source, "-c:v", "libx264", ...output, path]);
    assert.equal(await saysDecodingOrder(path), says);
  });
}

testInFolder(
  "saysDecodingOrder() says no of what is not an MP4 file with H.264",
  async (folder) => {
    const path = join(folder, "video.mp4");
    const contents = [
      new Uint8Array(0),
      new Uint8Array(300),
      new TextEncoder().encode("moov".repeat(99)),
    ];
    for (const content of contents) {
      await Deno.writeFile(path, content);
      assert.equal(await saysDecodingOrder(path), false);
    }
  },
);

testInFolder("saysDecodingOrder() ends with every cut and every changed byte", async (folder) => {
  const path = join(folder, "video.mp4");
  const source = "testsrc2=size=64x48:rate=30:duration=0.2";
  const output = ["-c:v", "libx264", "-bf", "0", "-movflags", "faststart", path];
  await runFfmpeg(["-f", "lavfi", "-i", source, ...output]);
  const bytes = await Deno.readFile(path);
  const head = bytes.subarray(0, 1024);
  for (let index = 0; index < head.byteLength; index += 3) {
    await Deno.writeFile(path, head.subarray(0, index));
    assert.equal(typeof await saysDecodingOrder(path), "boolean");
    const changed = bytes.slice();
    changed[index] = 255 - (changed[index] ?? 0);
    await Deno.writeFile(path, changed);
    assert.equal(typeof await saysDecodingOrder(path), "boolean");
  }
});
