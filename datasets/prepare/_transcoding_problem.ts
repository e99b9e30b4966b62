import { type DecodedLength, decodedLength } from "../ffmpeg/_decoded_length.ts";
import type { Transcoder } from "./_transcoder.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import type { Dimensions } from "../frames/frame_dimensions.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** How much the last frame's time, and the length, may differ from the source's, by rounding. */
const TOLERANCE_SEC = 0.01;

/** What a transcoded video must hold. */
export interface ExpectedVideo {
  /** What its source held. */
  readonly source:
    & Pick<DecodedLength, "frameCount" | "lastFrameSec">
    & Pick<VideoProbe, "durationSec">;
  /** Its size. */
  readonly dimensions: Dimensions;
}

/** Options of {@linkcode transcodingProblem}. */
export interface TranscodingProblemOptions extends ExpectedVideo {
  /** The ffmpeg that decodes it. */
  readonly transcoder: Transcoder;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec?: number | undefined;
  /** Stops ffmpeg. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes a transcoded video and returns what is wrong with it; null if nothing is.
 *
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function transcodingProblem(
  path: string,
  { transcoder, silenceSec, signal, ...expected }: TranscodingProblemOptions,
): Promise<string | null> {
  try {
    const probe = await probeVideo(path, transcoder.ffmpegPath, signal, { silenceSec });
    const decoding = { ...transcoder, clock: probe.clock, silenceSec, signal };
    const result = await decodedLength(path, decoding);
    return differenceOf({ ...result, ...probe }, expected);
  } catch (error) {
    // Not rethrown: that would blame the source.
    if (error instanceof DecodeError) return `the result cannot be decoded: ${error.reason}`;
    throw error;
  }
}

function differenceOf(
  result: DecodedLength & Pick<VideoProbe, "displayWidth" | "displayHeight" | "durationSec">,
  { source, dimensions: { width, height } }: ExpectedVideo,
): string | null {
  const { displayWidth, displayHeight, frameCount, lastFrameSec, durationSec, complaints } = result;
  if (displayWidth !== width || displayHeight !== height) {
    return `the result is ${displayWidth}x${displayHeight} instead of ${width}x${height}`;
  }
  if (frameCount !== source.frameCount) {
    return `the result has ${frameCount} frames, the source ${source.frameCount}`;
  }
  if (Math.abs(lastFrameSec - source.lastFrameSec) > TOLERANCE_SEC) {
    const [result, expected] = [lastFrameSec, source.lastFrameSec].map((time) => time.toFixed(3));
    return `the result's last frame begins at ${result} s, the source's at ${expected} s`;
  }
  if (Math.abs(durationSec - source.durationSec) > TOLERANCE_SEC) {
    return `the result lasts ${durationSec.toFixed(3)} s, the source ${
      source.durationSec.toFixed(3)
    } s`;
  }
  const [complaint] = complaints;
  return complaint === undefined ? null : `the result decodes with errors: ${complaint}`;
}
