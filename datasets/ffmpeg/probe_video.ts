import { diagnose, messageLines } from "./_diagnose.ts";
import { runFfmpeg } from "./_run_ffmpeg.ts";

/** What ffmpeg reports about a file's first video stream (cover pictures do not count). */
export interface VideoProbe {
  /** Length in seconds: the container's claim, or the decoded length if it makes none. */
  readonly durationSec: number;
  /** Stored width in pixels, before rotation and pixel aspect. */
  readonly codedWidth: number;
  /** Stored height in pixels, before rotation and pixel aspect. */
  readonly codedHeight: number;
  /** Clockwise turn in degrees that shows the video upright: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** Width of a stored pixel divided by its height. */
  readonly pixelAspect: number;
  /** Width as shown, in square pixels (may be fractional): after pixel aspect and rotation. */
  readonly displayWidth: number;
  /** Height as shown, in square pixels (may be fractional): after pixel aspect and rotation. */
  readonly displayHeight: number;
  /** Average frame rate as the container claims it, or null if it does not. */
  readonly framesPerSecond: number | null;
  /** ffmpeg's name of the codec, for example "h264". */
  readonly codec: string;
}

/**
 * Reads a video's length, size, rotation, pixel aspect, frame rate and codec from what `ffmpeg -i`
 * prints (a bundled ffmpeg often has no ffprobe beside it). Costs one start of ffmpeg; if the container does
 * not know its length (streamed WebM, broken headers), the video is also decoded once.
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

/** What ffmpeg's description of a file says; the length is null if the container does not know it. */
export type ParsedProbe = Omit<VideoProbe, "durationSec"> & { readonly durationSec: number | null };

/**
 * Parses the stream description of `ffmpeg -i`; null if it names no video stream.
 *
 * @example
 * ```ts
 * import { parseProbe } from "@actnetformer/deno/datasets";
 * import assert from "node:assert/strict";
 *
 * const text = "  Duration: 00:00:02.00\n  Stream #0:0: Video: h264, yuv420p, 320x240, 25 fps";
 * assert.equal(parseProbe(text)?.durationSec, 2);
 * assert.equal(parseProbe("Stream #0:0: Audio: aac"), null);
 * ```
 */
export function parseProbe(text: string): ParsedProbe | null {
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) =>
    /^\s*Stream #0:.*: Video: /.test(line) && !line.includes("(attached pic)")
  );
  const line = lines[index];
  if (line === undefined) return null;
  // The size is the first number pair behind a comma; a codec tag such as 0x31637661 is not.
  const size = /, (\d+)x(\d+)(?=[ ,]|$)/.exec(line);
  const codec = /: Video: (\w+)/.exec(line)?.[1];
  if (size === null || codec === undefined) return null;
  const codedWidth = Number(size[1]);
  const codedHeight = Number(size[2]);
  if (codedWidth === 0 || codedHeight === 0) return null;
  const aspect = /SAR (\d+):(\d+)/.exec(line);
  const ratio = aspect === null ? 1 : Number(aspect[1]) / Number(aspect[2]);
  const pixelAspect = Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
  const rotation = parseRotation(lines.slice(index + 1));
  const upright = { width: codedWidth * pixelAspect, height: codedHeight };
  const turned = rotation % 180 === 90;
  const rate = /, ([\d.]+)(k?) fps/.exec(line);
  return {
    durationSec: parseDuration(text),
    codedWidth,
    codedHeight,
    rotation,
    pixelAspect,
    displayWidth: turned ? upright.height : upright.width,
    displayHeight: turned ? upright.width : upright.height,
    framesPerSecond: rate === null ? null : Number(rate[1]) * (rate[2] === "k" ? 1000 : 1),
    codec,
  };
}

/** Returns the rotation named in the lines that describe a stream, which end where the next stream begins. */
function parseRotation(lines: readonly string[]): number {
  for (const line of lines) {
    if (/^\s*Stream #/.test(line)) break;
    const matrix = /display ?matrix: rotation of (-?[\d.]+) degrees/i.exec(line);
    if (matrix === null) continue;
    // ffmpeg counts counter-clockwise, and turns frames by itself only for right angles (± 1°).
    const degrees = ((-Number(matrix[1]) % 360) + 360) % 360;
    const right = Math.round(degrees / 90) * 90;
    return Math.abs(degrees - right) < 1 ? right % 360 : 0;
  }
  return 0;
}

function parseDuration(text: string): number | null {
  const match = /^\s*Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/m.exec(text);
  if (match === null) return null;
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return seconds > 0 ? seconds : null;
}

/** Decodes the video once, showing nothing, and returns the time it ended at. */
async function decodedDuration(
  path: string,
  ffmpegPath: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const args = ["-nostdin", "-v", "error", "-threads", "1", "-i", `file:${path}`];
  args.push("-map", "0:V:0", "-f", "null", "-progress", "pipe:1", "-");
  const outcome = await runFfmpeg(ffmpegPath, args, signal);
  const times = [...outcome.stdout.matchAll(/^out_time=(\d+):(\d\d):(\d\d\.\d+)/gm)];
  const [, hours, minutes, seconds] = times.at(-1) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (total > 0) return total;
  const stderrTail = messageLines(outcome.stderrTail, path).join("\n");
  throw await diagnose(path, { ...outcome, stderrTail });
}
