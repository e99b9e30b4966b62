import { decodeWindow, probeVideo } from "../../datasets/mod.ts";
import { jpegDataUrls } from "../pictures/jpeg_data_urls.ts";
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

/** The grid that single frames are read from. */
const FRAMES_PER_SECOND = 30;

/**
 * Reads frames at equal distances from a video. Each is sought, so that a long video takes no longer
 * than a short one.
 *
 * @throws {Error} If the file is another one than that which was tested.
 * @throws {DecodeError} If the video cannot be read.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function readFrameStrip(
  video: TestedVideo,
  { ffmpegPath, silenceSec, signal }: FrameStripOptions,
): Promise<FrameStrip> {
  await requireTestedFile(video);
  const { path } = video;
  const probe = await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const times = Array.from(
    { length: STRIP_FRAMES },
    (_, index) => probe.durationSec * (index + 0.5) / STRIP_FRAMES,
  );
  const frames: Uint8Array[] = [];
  let size = { width: 0, height: 0 };
  for (const startSec of times) {
    const { frames: frame, width, height } = await decodeWindow(path, {
      ffmpegPath,
      silenceSec,
      probe,
      startSec,
      durationSec: 1 / FRAMES_PER_SECOND,
      framesPerSecond: FRAMES_PER_SECOND,
      size: { shortSide: STRIP_SHORT_SIDE },
    }, signal);
    frames.push(frame);
    size = { width, height };
  }
  const images = await jpegDataUrls(frames, { ...size, ffmpegPath, signal });
  return { images, seconds: times };
}
