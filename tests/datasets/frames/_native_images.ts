import assert from "node:assert/strict";
import { FFMPEG_ENVIRONMENT } from "../../../datasets/ffmpeg/ffmpeg_environment.ts";
import { NUMBERED_SIZE, numberOf } from "../_numbered_videos.ts";
import { transcoderUnderTest } from "../prepare/_transcode.ts";

/** An image as a file holds it. */
export interface NativeImage {
  /** Time after the first image, in seconds. */
  readonly seconds: number;
  /** What it shows. */
  readonly number: number;
}

/** Decodes all images of a numbered video with their time stamps, by one plain call of ffmpeg. */
export async function nativeImages(path: string): Promise<NativeImage[]> {
  const { width, height } = NUMBERED_SIZE;
  const { ffmpegPath, keepTimes } = await transcoderUnderTest();
  const { code, stdout, stderr } = await new Deno.Command(ffmpegPath, {
    args: [
      ...["-hide_banner", "-v", "info", "-copyts", "-noautorotate", "-i", path, "-an"],
      ...["-vf", `showinfo,scale=${width}:${height}`, ...keepTimes],
      ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
    ],
    env: FFMPEG_ENVIRONMENT,
  }).output();
  const text = new TextDecoder().decode(stderr);
  assert.equal(code, 0, text);
  const [, numerator, denominator] = /config in time_base: (\d+)\/(\d+)/.exec(text) ?? [];
  const tickSec = Number(numerator) / Number(denominator);
  const ticks = Array.from(text.matchAll(/\] n: *\d+ pts: *(-?\d+)/g), ([, tick]) => Number(tick));
  const bytes = width * height * 3;
  assert.equal(stdout.byteLength, ticks.length * bytes);
  return ticks.map((tick, index) => ({
    seconds: (tick - (ticks[0] ?? 0)) * tickSec,
    number: numberOf(stdout.subarray(index * bytes, (index + 1) * bytes)),
  }));
}

/**
 * Returns the numbers of the image that a grid frame shows, the last one whose time, in units of the
 * grid and rounded to the nearest, is at most its index, and of the image that follows it.
 */
export function pairAt(
  images: readonly NativeImage[],
  gridFrame: number,
  framesPerSecond: number,
): readonly [number, number] {
  const shown = images.findLastIndex(({ seconds }) =>
    // The sum of a rounding error and a half must not reach the next frame.
    Math.floor(seconds * framesPerSecond + 0.5 + 1e-9) <= gridFrame
  );
  const image = images[shown];
  assert.ok(image !== undefined);
  return [image.number, (images[shown + 1] ?? image).number];
}
