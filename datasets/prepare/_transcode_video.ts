import { encodeVideo } from "./_encode_video.ts";
import { setLastDuration } from "./_set_last_duration.ts";
import { TranscodeError } from "./_transcode_error.ts";
import { transcodedDimensions } from "./_transcoded_dimensions.ts";
import type { Transcoder } from "./_transcoder.ts";
import { transcodingProblem } from "./_transcoding_problem.ts";
import { decodedLength } from "../ffmpeg/_decoded_length.ts";
import { fileInput } from "../ffmpeg/_file_input.ts";
import { clearOrientation, orientationFilters, storedDimensions } from "../ffmpeg/_orientation.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import { heartbeatFilter } from "../ffmpeg/_heartbeat.ts";
import { TIMELINE_ARGUMENTS, timelineFilter } from "../ffmpeg/_timeline.ts";
import type { Dimensions } from "../frames/frame_dimensions.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";
import { writeDurably } from "../../runtime/files/write_durably.ts";

/** The encoding in words: a folder that was prepared with another one is refused. */
export const ENCODING = "H.264 crf 18 veryfast fastdecode, key frame every 0.5 s, no B-frames";

/**
 * `fastdecode` (no CABAC, no deblocking) and no B-frames: on five videos of UCF-101 and of other
 * sources, a window decoded in about a third less time than without, for 8 % more bytes. crf 18:
 * 45.8 dB on one of them. Key frames by the clock, so that slow and varying frame rates get them as
 * often.
 */
const ENCODER_ARGUMENTS = [
  ...["-c:v", "libx264", "-preset", "veryfast", "-tune", "fastdecode", "-crf", "18", "-bf", "0"],
  ...["-force_key_frames", "expr:gte(t,n_forced*0.5)", "-pix_fmt", "yuv420p", "-threads", "1"],
  ...["-colorspace", "smpte170m", "-color_range", "tv"],
];

const SCALER = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";

/**
 * Converts by way of RGB, as training sees the source, into the color space that is assumed for a
 * video that names none: an older ffmpeg does not write into the file which one it used.
 */
const ONE_COLOR_SPACE = `format=rgb24,scale=${SCALER}:out_color_matrix=bt601:out_range=tv`;

/** Options of {@linkcode transcodeVideo}. */
export interface TranscodeOptions {
  readonly transcoder: Transcoder;
  /** Short side of the result in pixels; a smaller video keeps its size. */
  readonly shortSide: number;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec?: number | undefined;
  /** Stops ffmpeg. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Transcodes a video into one that is quick to decode and to seek in: an MP4 of H.264 with short
 * side `shortSide`, a key frame every half second, upright, with square pixels and without sound.
 * Each frame keeps its time on the time line of `openFrames`. Uses one thread.
 *
 * The result gets its name only after it was decoded again and found to hold as many frames as the
 * source over the same time, and to last as long.
 *
 * @returns What ffmpeg complained about in the source, one line each; empty for an intact video.
 * @throws {DecodeError} If the source gives no frame.
 * @throws {TranscodeError} If the result is not right.
 * @throws {Error} If the disk is full, with the code ENOSPC.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function transcodeVideo(
  path: string,
  target: string,
  options: TranscodeOptions,
): Promise<readonly string[]> {
  const { transcoder, shortSide, silenceSec, signal } = options;
  const work = { transcoder, silenceSec, signal };
  const probe = await probeVideo(path, transcoder.ffmpegPath, signal, { silenceSec });
  const decoding = { ...transcoder, clock: probe.clock, silenceSec, signal };
  const source = await decodedLength(path, decoding);
  const dimensions = transcodedDimensions(probe, shortSide);
  await writeDurably(target, async (temporaryPath) => {
    await encode(path, temporaryPath, { ...work, probe, dimensions });
    if (probe.rotation !== 0 || probe.mirrored) await clearOrientation(temporaryPath);
    await setLastDuration(temporaryPath, probe.durationSec - source.lastFrameSec);
    const expected = { source: { ...source, durationSec: probe.durationSec }, dimensions };
    const problem = await transcodingProblem(temporaryPath, { ...expected, ...work });
    if (problem !== null) throw new TranscodeError(path, problem);
  });
  return source.complaints;
}

interface EncodeOptions {
  readonly transcoder: Transcoder;
  readonly probe: VideoProbe;
  readonly dimensions: Dimensions;
  readonly silenceSec: number | undefined;
  readonly signal: AbortSignal | undefined;
}

async function encode(
  path: string,
  target: string,
  { transcoder, probe, dimensions, silenceSec, signal }: EncodeOptions,
): Promise<void> {
  const { width, height } = storedDimensions(dimensions, probe);
  const filters = [
    heartbeatFilter(),
    timelineFilter(probe.clock),
    `scale=w=${width}:h=${height}:${SCALER}`,
    ...orientationFilters(probe),
    ONE_COLOR_SPACE,
    "setsar=1",
  ];
  await encodeVideo(path, target, {
    input: [
      ...["-threads", "1", ...TIMELINE_ARGUMENTS, "-an", "-sn", "-dn", ...fileInput(path)],
      ...["-map", "0:V:0", "-map_metadata", "-1", "-map_chapters", "-1"],
    ],
    filters,
    encoder: ENCODER_ARGUMENTS,
    transcoder,
    silenceSec,
    signal,
  });
}
