import { diagnose, messageLines } from "./_diagnose.ts";
import { lastProgressTime, runFfmpeg } from "./_run_ffmpeg.ts";
import { parseProbe } from "./_parse_probe.ts";
import type { VideoProbe } from "./video_probe.ts";

/**
 * Reads a video's length, size, rotation, pixel aspect, frame rate and codec from what `ffmpeg -i`
 * prints (a bundled ffmpeg often has no ffprobe beside it). Starts ffmpeg once; if the container
 * does not say its length (streamed WebM, broken headers), the video is also decoded once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg, probeVideo } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/black.mp4`;
 * const frames = new Uint8Array(5 * 32 * 16 * 3);
 * await encodeVideo({ frames, width: 32, height: 16, framesPerSecond: 10, path, ffmpegPath });
 * const { durationSec, displayWidth, codec } = await probeVideo(path, ffmpegPath);
 * assert.deepEqual([durationSec, displayWidth, codec], [0.5, 32, "h264"]);
 * ```
 *
 * @throws {DecodeError} If the file is missing, empty, not a video or without a video stream.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function probeVideo(
  path: string,
  ffmpegPath: string,
  signal?: AbortSignal,
): Promise<VideoProbe> {
  const describe = ["-nostdin", "-hide_banner", "-i", `file:${path}`];
  const outcome = await runFfmpeg(ffmpegPath, describe, signal);
  const probe = parseProbe(outcome.stderrTail);
  if (probe === null) {
    const opened = /^Input #0,/m.test(outcome.stderrTail);
    // ffmpeg -i without an output always ends with that complaint: it is not the reason.
    const stderrTail = opened
      ? "Stream map matches no streams: no video stream"
      : outcome.stderrTail.replace(/^At least one output file must be specified\s*/m, "");
    throw await diagnose(path, { ...outcome, stderrTail });
  }
  if (probe.durationSec !== null) return { ...probe, durationSec: probe.durationSec };
  return { ...probe, durationSec: await decodedDuration(path, ffmpegPath, signal) };
}

/** Decodes the video once and returns the time at which it ends. */
async function decodedDuration(
  path: string,
  ffmpegPath: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const outcome = await runFfmpeg(ffmpegPath, [
    ...["-nostdin", "-v", "error", "-threads", "1", "-i", `file:${path}`],
    ...["-map", "0:V:0", "-f", "null", "-progress", "pipe:1", "-"],
  ], signal);
  const durationSec = lastProgressTime(outcome.stdout);
  if (durationSec > 0) return durationSec;
  const stderrTail = messageLines(outcome.stderrTail, path).join("\n");
  throw await diagnose(path, { ...outcome, stderrTail });
}
