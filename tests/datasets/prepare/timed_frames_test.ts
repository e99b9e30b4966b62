import assert from "node:assert/strict";
import { join } from "node:path";
import { decodedLength, TICKS_PER_SECOND } from "../../../datasets/ffmpeg/_decoded_length.ts";
import {
  TIMED_FRAME_FILTERS,
  type TimedFrame,
  timedFrames,
} from "../../../datasets/prepare/_timed_frames.ts";
import { assertSamePixels, formulaFrame, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { transcoderUnderTest } from "./_transcode.ts";

const SIZE = { width: 34, height: 18 };

/** At no even distance, and the last one after more than an hour. */
const TICKS = [0, 8008, 17_609, 17_610, 900_001, 4_000 * TICKS_PER_SECOND + 7];

async function* framesAt(ticks: readonly number[]): AsyncGenerator<TimedFrame> {
  for (const [index, tick] of ticks.entries()) {
    yield { pixels: formulaFrame(index, SIZE.width, SIZE.height), tick };
  }
}

testInFolder("timedFrames() gives ffmpeg each frame at its time", async (folder) => {
  const path = join(folder, "a.mp4");
  const transcoder = await transcoderUnderTest();
  const output = [
    ...["-vf", TIMED_FRAME_FILTERS.join(","), ...transcoder.keepTimes],
    ...["-enc_time_base", `1/${TICKS_PER_SECOND}`],
    ...["-video_track_timescale", String(TICKS_PER_SECOND)],
    ...["-c:v", "libx264rgb", "-qp", "0", "-bf", "0", "-f", "mp4", path],
  ];
  const stream = ReadableStream.from(timedFrames(framesAt(TICKS), SIZE));
  await runFfmpeg(["-copyts", "-f", "matroska", "-i", "pipe:0", ...output], stream);
  const { timesSec } = await decodedLength(path, { ...transcoder, clock: { maxStepSec: 36_000 } });
  const ticks = timesSec.map((time) => Math.round(time * TICKS_PER_SECOND));
  assert.deepEqual(ticks, TICKS);
  const raw = [...transcoder.keepTimes, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"];
  const pixels = await runFfmpeg(["-i", path, ...raw]);
  const frames = await Array.fromAsync(framesAt(TICKS), (frame) => frame.pixels);
  assertSamePixels(pixels, await new Blob(frames as BlobPart[]).bytes(), "pixels");
});
