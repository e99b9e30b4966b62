import { jpegDataUrls } from "../pictures/jpeg_data_urls.ts";
import { readFramesAt } from "../videos/read_frames_at.ts";
import { requireTestedFile } from "./require_tested_file.ts";
import type { TestedVideo } from "./tested_video.ts";

/** Frames of a video, from its start to its end. */
export interface FrameStrip {
  /** JPEG images as `data:` URLs. */
  readonly images: readonly string[];
  /** When each of them is shown, in seconds. */
  readonly seconds: readonly number[];
}

/** Options of {@linkcode readFrameStrip}. */
export interface FrameStripOptions {
  readonly ffmpegPath: string;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec: number;
  readonly signal: AbortSignal;
}

/** Number of frames of a strip. */
export const STRIP_FRAMES = 5;

/** Short side of the frames of a strip, in pixels. */
export const STRIP_SHORT_SIDE = 96;

/**
 * Reads frames at equal distances from a video.
 *
 * @throws {Error} If the file is another one than that which was tested.
 * @throws {DecodeError} If the video cannot be read.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function readFrameStrip(
  video: TestedVideo,
  options: FrameStripOptions,
): Promise<FrameStrip> {
  await requireTestedFile(video);
  const shown = await readFramesAt(video.path, timesOf, {
    ...options,
    shortSide: STRIP_SHORT_SIDE,
  });
  const { frames, seconds, width, height } = shown;
  const images = await jpegDataUrls(frames, { ...options, width, height });
  return { images, seconds };
}

function timesOf(durationSec: number): number[] {
  return Array.from(
    { length: STRIP_FRAMES },
    (_, index) => durationSec * (index + 0.5) / STRIP_FRAMES,
  );
}
