import assert from "node:assert/strict";
import { join } from "node:path";
import { burnCaptions, describeInput } from "../../../datasets/mod.ts";
import { captionsOf } from "../../../pipeline/prediction/captions_of.ts";
import { CAPTION_FONT, captionFontFolder } from "../../../pipeline/prediction/_caption_font.ts";
import { SHORT } from "../../pipeline/prediction/_answers.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";

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
    assert.equal((await describeInput(output, ffmpegPath)).sound.length, 1);
    assert.ok(seen.at(-1)! > 0);
    await requireWhite(output);
  });
}

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
