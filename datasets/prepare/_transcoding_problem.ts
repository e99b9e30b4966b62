import { type DecodedLength, decodedLength } from "./_decoded_length.ts";
import type { Dimensions } from "../frames/frame_dimensions.ts";
import { probeVideo, type VideoProbe } from "../ffmpeg/probe_video.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { TranscodeOptions } from "./_transcode_video.ts";

/** What a transcoded video must hold. */
export interface ExpectedVideo {
  /** What its source held. */
  readonly source: Pick<DecodedLength, "pictures" | "durationSec">;
  readonly dimensions: Dimensions;
}

export function differenceOf(
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
