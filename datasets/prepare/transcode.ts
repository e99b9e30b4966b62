import { messageLines } from "../ffmpeg/_diagnose.ts";
import { type DecodedLength, decodedLength, FROM_ZERO } from "./_decoded_length.ts";
import { writeDurably } from "../write_durably.ts";
import { runFfmpeg } from "../ffmpeg/_run_ffmpeg.ts";
import type { Transcoder } from "./_transcoder.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { Dimensions } from "../frames/frame_grid.ts";
import { probeVideo, type VideoProbe } from "../ffmpeg/probe_video.ts";

/** What transcoding does, for whoever has to know whether two files were made alike. */
export const ENCODING = "H.264 crf 18 veryfast fastdecode, key frame every 0.5 s, no B-frames";

/**
 * `fastdecode` (no CABAC, no deblocking) and no B-frames: on five videos of UCF-101 and of other sources,
 * a window decoded in about a third less time than without, for 8 % more bytes. crf 18: 45.8 dB on one of them.
 * Key frames by the clock, so that slow and varying frame rates get them as often.
 */
const ENCODER_ARGUMENTS = [
  ...["-c:v", "libx264", "-preset", "veryfast", "-tune", "fastdecode", "-crf", "18", "-bf", "0"],
  ...["-force_key_frames", "expr:gte(t,n_forced*0.5)", "-pix_fmt", "yuv420p", "-threads", "1"],
  ...["-colorspace", "smpte170m", "-color_range", "tv"],
];

const SCALER = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";

/**
 * By way of RGB, as training sees the source, into the colors that a video is taken to have where it says
 * nothing: an older ffmpeg does not write down which of its many forms a video is in.
 */
const ONE_COLOR_SPACE = `format=rgb24,scale=${SCALER}:out_color_matrix=bt601:out_range=tv`;

/** Parts of a second in which times are written: whole numbers for 24, 25, 30 … a second, and for 1000/1001 of them. */
const CLOCK = 240_000;

/** How to transcode a video. */
export interface TranscodeOptions {
  readonly transcoder: Transcoder;
  /** Short side of the result in pixels; a smaller video keeps its size. */
  readonly shortSide: number;
  readonly signal?: AbortSignal;
}

/** A video could not be transcoded although it can be decoded. */
export class TranscodeError extends Error {
  override readonly name = "TranscodeError";
  /** The video's file. */
  readonly path: string;
  /** Why, without the path. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`Cannot transcode '${path}': ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

/**
 * Transcodes a video into one that is quick to decode and to seek in: an MP4 of H.264 with short side
 * `shortSide`, a key frame every half second, upright, with square pixels, without sound, each picture at its
 * time from the file's start, the first one from zero on, as `openFrames` shows it. One thread.
 *
 * The result is decoded again and must hold as many pictures as the source over the same time; only then it
 * gets its name.
 *
 * @returns What ffmpeg complained about in the source, one line each; empty for a sound video.
 * @throws {DecodeError} if the source gives no picture. {TranscodeError} if the result is not right. An error
 * with the code ENOSPC if the disk is full. The signal's reason after an abort, when ffmpeg is gone.
 */
export async function transcodeVideo(
  path: string,
  target: string,
  options: TranscodeOptions,
): Promise<readonly string[]> {
  const { transcoder, shortSide, signal } = options;
  const probe = await probeVideo(path, transcoder.ffmpegPath, signal);
  const source = await decodedLength(path, transcoder, signal);
  const dimensions = transcodedDimensions(probe, shortSide);
  await writeDurably(target, async (temporaryPath) => {
    await encode(path, temporaryPath, { ...options, dimensions });
    const problem = await transcodingProblem(temporaryPath, { source, dimensions }, options);
    if (problem !== null) throw new TranscodeError(path, problem);
  });
  return source.complaints;
}

/**
 * The size of a transcoded video: even sides, as H.264's colors ask for, and never larger than the source's.
 * A display size of 640×360 at short side 256 gives 456×256 (455.1), one of 241×321 stays 240×320.
 */
export function transcodedDimensions(
  { displayWidth, displayHeight }: Pick<VideoProbe, "displayWidth" | "displayHeight">,
  shortSide: number,
): Dimensions {
  const scale = Math.min(1, shortSide / Math.min(displayWidth, displayHeight));
  const even = (side: number) => {
    const nearest = Math.round(side * scale / 2);
    return 2 * Math.max(1, Math.min(nearest, Math.floor(side / 2)));
  };
  return { width: even(displayWidth), height: even(displayHeight) };
}

/** What a transcoded video must hold. */
export interface ExpectedVideo {
  /** What its source held. */
  readonly source: Pick<DecodedLength, "pictures" | "durationSec">;
  readonly dimensions: Dimensions;
}

/**
 * Decodes a transcoded video and says what is wrong with it; null where nothing is. Its length may differ from
 * the source's by two pictures, as a last picture's length is not always known, or by a tenth of a second.
 */
export async function transcodingProblem(
  path: string,
  expected: ExpectedVideo,
  { transcoder, signal }: Omit<TranscodeOptions, "shortSide">,
): Promise<string | null> {
  try {
    const probe = await probeVideo(path, transcoder.ffmpegPath, signal);
    const result = await decodedLength(path, transcoder, signal);
    return differenceOf({ ...result, ...probe }, expected);
  } catch (error) {
    // Not passed on: that would blame the source.
    if (error instanceof DecodeError) return `the result cannot be decoded: ${error.reason}`;
    throw error;
  }
}

function differenceOf(
  result: DecodedLength & Pick<VideoProbe, "displayWidth" | "displayHeight">,
  { source, dimensions: { width, height } }: ExpectedVideo,
): string | null {
  const { displayWidth, displayHeight, pictures, durationSec, complaints: [complaint] } = result;
  if (displayWidth !== width || displayHeight !== height) {
    return `the result is ${displayWidth}x${displayHeight} in place of ${width}x${height}`;
  }
  if (pictures !== source.pictures) {
    return `the result has ${pictures} pictures, the source ${source.pictures}`;
  }
  const tolerance = Math.max(0.1, 2 * source.durationSec / source.pictures);
  if (Math.abs(durationSec - source.durationSec) > tolerance) {
    return `the result lasts ${durationSec.toFixed(2)} s, the source ${
      source.durationSec.toFixed(2)
    } s`;
  }
  return complaint === undefined ? null : `the result decodes with errors: ${complaint}`;
}

async function encode(
  path: string,
  target: string,
  { transcoder, dimensions: { width, height }, signal }: TranscodeOptions & {
    readonly dimensions: Dimensions;
  },
): Promise<void> {
  const scale = `scale=w=${width}:h=${height}:${SCALER}`;
  const { exitCode, stderrTail } = await runFfmpeg(transcoder.ffmpegPath, [
    ...["-nostdin", "-v", "error", "-y", "-threads", "1", "-copyts", "-start_at_zero"],
    ...["-an", "-sn", "-dn", "-i", `file:${path}`],
    ...["-map", "0:V:0", "-map_metadata", "-1", "-map_chapters", "-1", "-filter_threads", "1"],
    ...["-vf", `${scale},${ONE_COLOR_SPACE},setsar=1,${FROM_ZERO}`, ...transcoder.keepTimes],
    ...["-enc_time_base", `1/${CLOCK}`, "-video_track_timescale", String(CLOCK)],
    ...[...ENCODER_ARGUMENTS, "-movflags", "+faststart"],
    // An older ffmpeg gives the last picture one tick, which an edit list in milliseconds cuts off.
    ...["-use_editlist", "0", "-f", "mp4", `file:${target}`],
  ], signal);
  if (/No space left on device|Disk quota exceeded/.test(stderrTail)) {
    throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
  }
  if (exitCode === 0) return;
  // What the source complained about stands before; the last line is why ffmpeg gave up.
  const reason = messageLines(stderrTail, path).at(-1);
  throw new TranscodeError(path, reason ?? `ffmpeg ended with exit status ${exitCode}`);
}
