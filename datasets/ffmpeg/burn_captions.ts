import { fullDiskError } from "./full_disk_error.ts";
import { messageLines } from "./_diagnose.ts";
import { FfmpegRun } from "./_ffmpeg_run.ts";
import { fileInput } from "./_file_input.ts";
import { heartbeatFilter } from "./_heartbeat.ts";
import { runFfmpegForText } from "./_run_ffmpeg.ts";
import { type CaptionedInput, describeInput } from "./describe_input.ts";

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
  /** Images that are laid over the video, below the captions. */
  readonly overlay?: VideoOverlay | undefined;
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /**
   * How long ffmpeg may be silent, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Called with the time in the video, in seconds, that is written. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
}

/**
 * Images in color that are laid over a gray video. Where there are several copies of it side by
 * side, each image covers all of them.
 */
export interface VideoOverlay {
  /** Copies of the video, side by side. */
  readonly copies: number;
  /** How many times as large the copies are, in each direction. */
  readonly enlargement: number;
  /** Height of a black strip above the copies, in pixels. */
  readonly header: number;
  /** Width of an image in pixels; it is scaled to that of all copies. */
  readonly width: number;
  /** Height of an image in pixels; it is scaled to that of the copies. */
  readonly height: number;
  /** Images a second; each is shown from half its time before its moment to half of it after. */
  readonly framesPerSecond: number;
  /** Moment of the first image, in seconds from the start of the video's file. */
  readonly startSec: number;
  /**
   * Opens the images, uint8 RGBA `[height, width, 4]`, one after another; again, if ffmpeg must be
   * started again. The last one stays to the end of the video.
   */
  readonly open: () => ReadableStream<Uint8Array>;
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
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { burnCaptions, DecodeError, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const files = { captions: "a.ass", fonts: "fonts", output: "b.mp4", container: "mp4" };
 * await assert.rejects(burnCaptions("none.mp4", { ...files, ffmpegPath }), DecodeError);
 * ```
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
  const { ffmpegPath, silenceSec, onProgress } = options;
  const input = await describeInput(path, ffmpegPath, signal, { silenceSec });
  const timing = await passthrough(ffmpegPath, signal);
  const args = burnArguments(path, options, { ...input, timing });
  await using run = new FfmpegRun({
    ffmpegPath,
    args,
    openInput: options.overlay?.open,
    video: path,
    givesData: false,
    silenceSec,
    signal,
  });
  const decoder = new TextDecoder();
  let progress = "";
  for (;;) {
    const chunk = await run.fill(PROGRESS_BYTES);
    progress += decoder.decode(chunk, { stream: true });
    onProgress?.(lastProgressTime(progress));
    if (chunk.byteLength < PROGRESS_BYTES) break;
    progress = progress.slice(-4 * PROGRESS_BYTES);
  }
  const { exitCode, stderr } = run.outcome;
  if (exitCode === 0) return;
  const fullDisk = fullDiskError(stderr, options.output);
  if (fullDisk !== undefined) throw fullDisk;
  const reason = messageLines(stderr, path).at(-1) ?? `exit status ${exitCode}`;
  throw new Error(
    `Cannot draw captions into '${path}' as ffmpeg (${ffmpegPath}) failed: ${reason}`,
  );
}

function burnArguments(
  path: string,
  { captions, fonts, output, container, overlay }: BurnCaptionsOptions,
  { sound, timing, ...size }: CaptionedInput & { readonly timing: readonly string[] },
): string[] {
  const filters = [
    `ass=filename=${escapeValue(captions)}:fontsdir=${escapeValue(fonts)}`,
    // H.264 in its usual form has even sides.
    "pad=ceil(iw/2)*2:ceil(ih/2)*2",
    // And no `setpts`: after it, ffmpeg 7.0 does not know how long an image lasts, and writes none
    // for the last one, which players then leave out.
    heartbeatFilter(),
  ];
  const drawing = overlay === undefined
    ? ["-map", "0:V:0", "-map", "0:a?", "-vf", filters.join(",")]
    : [
      ...overlayInput(overlay),
      ...["-filter_complex", `${overlayFilters(overlay, size)},${filters.join(",")}[out]`],
      ...["-map", "[out]", "-map", "0:a?"],
    ];
  const isKept = sound.every((codec) => KEPT_SOUND.has(codec));
  return [
    ...["-v", "error", "-y", ...fileInput(path), ...drawing, ...timing],
    ...["-enc_time_base", `1:${TICKS_PER_SECOND}`, "-video_track_timescale", `${TICKS_PER_SECOND}`],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"],
    ...["-c:a", ...(isKept ? ["copy"] : ["aac", "-b:a", "192k"])],
    ...["-progress", "pipe:1", "-f", container, `file:${output}`],
  ];
}

function overlayInput({ width, height, framesPerSecond }: VideoOverlay): string[] {
  return [
    ...["-f", "rawvideo", "-pixel_format", "rgba", "-video_size", `${width}x${height}`],
    ...["-framerate", String(framesPerSecond), "-i", "pipe:0"],
  ];
}

/** From the video and the images to one picture. */
function overlayFilters(
  { copies, enlargement, header, framesPerSecond, startSec }: VideoOverlay,
  input: Pick<CaptionedInput, "width" | "height">,
): string {
  const [width, height] = [input.width * enlargement, input.height * enlargement];
  const gray = `scale=w=${width}:h=${height}:flags=bicubic,format=yuv420p,lutyuv=u=128:v=128`;
  const names = Array.from({ length: copies }, (_, copy) => `[copy${copy}]`).join("");
  const sideBySide = copies === 1
    ? `[0:V:0]${gray}[gray]`
    : `[0:V:0]${gray},split=${copies}${names};${names}hstack=inputs=${copies}[gray]`;
  const seconds = `${startSec}+(N-0.5)/${framesPerSecond}`;
  const timed = `settb=1/${TICKS_PER_SECOND},setpts='(${seconds})/TB'`;
  const scaled = `scale=w=${copies * width}:h=${height}:flags=bilinear`;
  return `${sideBySide};[1:v]${timed},${scaled}[colored];[gray][colored]overlay=0:0,` +
    `pad=w=iw:h=ih+${header}:x=0:y=${header}`;
}

/** All images at their own times, none doubled or left out; the option has another name since 5.1. */
async function passthrough(ffmpegPath: string, signal?: AbortSignal): Promise<string[]> {
  const args = ["-hide_banner", "-h", "long"];
  const { text } = await runFfmpegForText({ ffmpegPath, args, signal });
  return [/^-fps_mode/m.test(text) ? "-fps_mode" : "-vsync", "passthrough"];
}

/** Escapes a value for the description of a filter, which is parsed twice. */
function escapeValue(value: string): string {
  const once = value.replaceAll(/[\\':]/g, "\\$&");
  return once.replaceAll(/[\\'[\],;]/g, "\\$&");
}

/** Returns the last time, in seconds, that ffmpeg wrote for `-progress`; 0 if it wrote none. */
function lastProgressTime(progress: string): number {
  const times = [...progress.matchAll(/^out_time=(\d+):(\d\d):(\d\d\.\d+)/gm)];
  const [, hours = 0, minutes = 0, seconds = 0] = times.at(-1) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
