import { messageLines } from "./_diagnose.ts";
import { FfmpegProcess } from "./_ffmpeg_process.ts";
import { lastProgressTime } from "./_run_ffmpeg.ts";
import { describeInput } from "./describe_input.ts";
import type { Ffmpeg } from "./locate_ffmpeg.ts";

/** What {@linkcode burnCaptions} draws, and where. */
export interface BurnCaptionsOptions {
  /** File of the captions (`.ass`). */
  readonly captions: string;
  /** Folder of the fonts that they name. */
  readonly fonts: string;
  /** File to write; an existing one is replaced. */
  readonly output: string;
  /** ffmpeg's name of its container: mp4, mov or matroska. */
  readonly container: string;
  /** The ffmpeg to run. */
  readonly ffmpeg: Pick<Ffmpeg, "path" | "version">;
  /** Called with the time in the video, in seconds, that is written. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
}

/** Sound that MP4, MOV and Matroska hold as it is, by every ffmpeg; other sound becomes AAC. */
const KEPT_SOUND: ReadonlySet<string> = new Set(["aac", "mp3", "ac3", "eac3", "alac"]);

/** Bytes of progress read at a time. */
const PROGRESS_BYTES = 64;

/** Ticks of a second in which images are timed: exact for 24, 25, 30, 50 and 60, and for 30/1.001. */
const TICKS_PER_SECOND = 90_000;

/**
 * Draws captions into a video. All its images keep their times, and its sound stays; the images are
 * compressed again as H.264.
 *
 * @throws {DecodeError} If the video cannot be decoded.
 * @throws {Error} If ffmpeg cannot draw or write; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function burnCaptions(
  path: string,
  options: BurnCaptionsOptions,
  signal?: AbortSignal,
): Promise<void> {
  const { output, ffmpeg, onProgress } = options;
  const { sound } = await describeInput(path, ffmpeg.path, signal);
  await using process = new FfmpegProcess(ffmpeg.path, burnArguments(path, options, sound), signal);
  const decoder = new TextDecoder();
  let progress = "";
  for (;;) {
    const chunk = await process.fill(PROGRESS_BYTES);
    progress += decoder.decode(chunk, { stream: true });
    onProgress?.(lastProgressTime(progress));
    if (chunk.byteLength < PROGRESS_BYTES) break;
    progress = progress.slice(-4 * PROGRESS_BYTES);
  }
  const { exitCode, stderr } = await process.end();
  if (exitCode === 0) return;
  const reason = messageLines(stderr, path).at(-1) ?? `exit status ${exitCode}`;
  throw new Error(`Cannot write '${output}' as ffmpeg (${ffmpeg.path}) failed: ${reason}`);
}

function burnArguments(
  path: string,
  { captions, fonts, output, container, ffmpeg }: BurnCaptionsOptions,
  sound: readonly string[],
): string[] {
  const filters = [
    `ass=filename=${escapeValue(captions)}:fontsdir=${escapeValue(fonts)}`,
    // H.264 in its usual form has even sides.
    "pad=ceil(iw/2)*2:ceil(ih/2)*2",
  ];
  const isKept = sound.every((codec) => KEPT_SOUND.has(codec));
  return [
    ...["-v", "error", "-y", "-i", `file:${path}`, "-map", "0:V:0", "-map", "0:a?"],
    ...["-vf", filters.join(","), ...passthrough(ffmpeg.version)],
    ...["-enc_time_base", `1:${TICKS_PER_SECOND}`, "-video_track_timescale", `${TICKS_PER_SECOND}`],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"],
    ...["-c:a", ...(isKept ? ["copy"] : ["aac", "-b:a", "192k"])],
    ...["-progress", "pipe:1", "-f", container, `file:${output}`],
  ];
}

/** All images at their own times, none doubled or left out; the option has another name since 5.1. */
function passthrough(version: string): string[] {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = major !== undefined && Number(major) + Number(minor) / 10 < 5.1;
  return [isOld ? "-vsync" : "-fps_mode", "passthrough"];
}

/** Escapes a value for the description of a filter, which is parsed twice. */
function escapeValue(value: string): string {
  const once = value.replaceAll(/[\\':]/g, "\\$&");
  return once.replaceAll(/[\\'[\],;]/g, "\\$&");
}
