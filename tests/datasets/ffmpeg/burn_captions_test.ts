import assert from "node:assert/strict";
import { join } from "node:path";
import { burnCaptions, describeInput } from "../../../datasets/mod.ts";
import { captionsOf } from "../../../pipeline/prediction/captions_of.ts";
import { CAPTION_FONT, captionFontFolder } from "../../../pipeline/prediction/_caption_font.ts";
import { SHORT } from "../../pipeline/prediction/_answers.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { transcoderUnderTest } from "../prepare/_transcode.ts";

/** Video of a kind, and arguments that make it. */
const VIDEOS: readonly (readonly [string, string, readonly string[]])[] = [
  ["sound that is kept", "a.mp4", ["-c:v", "mpeg4", "-c:a", "aac"]],
  ["sound that MP4 does not hold", "a.mkv", ["-c:v", "mpeg4", "-c:a", "pcm_s16le"]],
  ["images of uneven times", "a.mkv", [
    "-vf",
    "select='not(eq(mod(n,7),3))'",
    "-c:v",
    "ffv1",
  ]],
  ["odd sides", "a.mkv", ["-vf", "scale=63:47", "-c:v", "ffv1"]],
  ["images that come later than the sound", "a.mkv", ["-vf", "setpts=PTS+0.5/TB", "-c:v", "ffv1"]],
];

/** Times of the images in seconds, from that of the first. */
async function imageTimes(path: string): Promise<number[]> {
  const text = new TextDecoder().decode(
    await runFfmpeg(["-copyts", "-i", path, "-map", "0:v", "-c", "copy", "-f", "framecrc", "-"]),
  );
  const [, numerator, denominator] = /^#tb 0: (\d+)\/(\d+)/m.exec(text) ?? [];
  const ticks = text.split("\n").filter((line) => line.startsWith("0,"))
    .map((line) => Number(line.split(",")[2]))
    .sort((first, second) => first - second);
  return ticks.map((tick) => (tick - ticks[0]!) * Number(numerator) / Number(denominator));
}

for (const [kind, name, args] of VIDEOS) {
  testInFolder(`burnCaptions() keeps images, times and sound: ${kind}`, async (folder) => {
    const ffmpegPath = await ffmpegUnderTest();
    const path = join(folder, name);
    await runFfmpeg([
      ...["-f", "lavfi", "-i", "color=gray:size=64x48:rate=25:d=2"],
      ...["-f", "lavfi", "-i", "sine=duration=2", ...args, path],
    ]);
    // A name that means something to a filter.
    const captions = join(folder, "it's [a], b;c:d.ass");
    const output = join(folder, "b.mp4");
    const { startSec, sound, ...size } = await describeInput(path, ffmpegPath);
    assert.equal(sound.length, 1);
    await Deno.writeTextFile(
      captions,
      captionsOf(SHORT, { ...size, startSec, font: CAPTION_FONT }),
    );
    const fonts = await captionFontFolder();
    const seen: number[] = [];
    const onProgress = (seconds: number) => seen.push(seconds);
    await burnCaptions(path, { captions, fonts, output, container: "mp4", ffmpegPath, onProgress });
    const [before, after] = [await imageTimes(path), await imageTimes(output)];
    assert.equal(after.length, before.length);
    for (const [index, time] of before.entries()) assert.ok(Math.abs(after[index]! - time) < 0.002);
    const { keepTimes } = await transcoderUnderTest();
    const shown = await runFfmpeg([
      "-i",
      output,
      "-map",
      "0:v",
      ...keepTimes,
      "-f",
      "framecrc",
      "-",
    ]);
    const count = new TextDecoder().decode(shown).split("\n").filter((line) =>
      line.startsWith("0,")
    );
    assert.equal(count.length, before.length - (losesLastImage(keepTimes) ? 1 : 0));
    assert.equal((await describeInput(output, ffmpegPath)).sound.length, 1);
    assert.ok(seen.at(-1)! > 0);
    await requireWhite(output);
  });
}

/** An old ffmpeg does not write how long the last image lasts, and players leave it out. */
function losesLastImage(keepTimes: readonly string[]): boolean {
  return keepTimes.includes("-vsync");
}

/** Colors of the overlay, one a second: red, green, blue. */
const OVERLAY = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]];

testInFolder(
  "burnCaptions() lays images over copies of a video, at their times",
  async (folder) => {
    const ffmpegPath = await ffmpegUnderTest();
    const path = join(folder, "a.mkv");
    await runFfmpeg([
      ...["-f", "lavfi", "-i", "color=red:size=64x48:rate=10:d=3", "-f", "lavfi", "-i", "sine=d=3"],
      ...["-vf", "setpts=PTS+0.5/TB", "-c:v", "ffv1", "-c:a", "aac", path],
    ]);
    const { startSec } = await describeInput(path, ffmpegPath);
    // Some versions move it on by what AAC begins with.
    assert.ok(startSec >= 0.5 && startSec < 0.53);
    const captions = join(folder, "a.ass");
    const header = { height: 24, titles: [], scale: [] };
    await Deno.writeTextFile(
      captions,
      captionsOf(SHORT, { width: 256, height: 96, startSec, font: CAPTION_FONT, header }),
    );
    const output = join(folder, "b.mp4");
    await burnCaptions(path, {
      captions,
      fonts: await captionFontFolder(),
      output,
      container: "mp4",
      ffmpegPath,
      overlay: {
        copies: 2,
        enlargement: 2,
        header: header.height,
        width: 4,
        height: 1,
        framesPerSecond: 1,
        startSec,
        // Over the left half of the right copy alone.
        open: () =>
          ReadableStream.from(
            OVERLAY.map((color) =>
              Uint8Array.of(...new Uint8Array(8), ...color, ...new Uint8Array(4))
            ),
          ),
      },
    });
    const [before, after] = [await imageTimes(path), await imageTimes(output)];
    assert.equal(after.length, before.length);
    for (const [index, time] of before.entries()) assert.ok(Math.abs(after[index]! - time) < 0.002);
    const { width, height, sound } = await describeInput(output, ffmpegPath);
    assert.deepEqual([width, height, sound], [256, 120, ["aac"]]);
    const { keepTimes } = await transcoderUnderTest();
    const format = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
    const pixels = await runFfmpeg(["-i", output, ...keepTimes, ...format]);
    const shown = before.length - (losesLastImage(keepTimes) ? 1 : 0);
    assert.equal(pixels.byteLength, shown * height * width * 3);
    const colorAt = (frame: number, x: number, y: number) => {
      const start = ((frame * height + y) * width + x) * 3;
      return Array.from(pixels.subarray(start, start + 3), (value) => Math.round(value / 255));
    };
    const [red, green, blue] = OVERLAY.map((color) =>
      color.slice(0, 3).map((value) => value / 255)
    );
    for (let frame = 0; frame < shown; frame++) {
      const [first = 0, second = 0, third = 0] = pixels.subarray((frame * height + 70) * width * 3);
      // The left copy is gray, the strip above black.
      assert.ok(Math.max(first, second, third) - Math.min(first, second, third) < 4);
      assert.deepEqual(colorAt(frame, 150, 10), [0, 0, 0]);
      // Each image from half a second before its moment on.
      const expected = frame < 5 ? red : frame < 15 ? green : blue;
      assert.deepEqual(colorAt(frame, 150, 70), expected, `frame ${frame}`);
    }
  },
);

/** Requires that something white is drawn into a gray video. */
async function requireWhite(path: string): Promise<void> {
  const pixels = await runFfmpeg([
    "-i",
    path,
    "-frames:v",
    "1",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "gray",
    "-",
  ]);
  assert.ok(pixels.some((value) => value > 220), "no caption was drawn");
}
