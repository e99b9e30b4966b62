import { decodeWindow, type Dimensions, probeVideo } from "../../datasets/mod.ts";

/** Options of {@linkcode readFramesAt}. */
export interface ReadFramesAtOptions {
  /** Short side of the frames, in pixels. */
  readonly shortSide: number;
  readonly ffmpegPath: string;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec: number;
  readonly signal: AbortSignal;
}

/** Some frames of a video, all of one size. */
export interface FramesAt extends Dimensions {
  /** Each uint8 RGB `[height, width, 3]`. */
  readonly frames: readonly Uint8Array[];
  /** When each of them is shown, in seconds from the first image. */
  readonly seconds: readonly number[];
}

/** The grid that single frames are read from. */
const FRAMES_PER_SECOND = 30;

/**
 * Reads the frames that a video shows at some times. Each is sought, so that a long video takes no
 * longer than a short one.
 *
 * @param timesOf Returns the times, in seconds, for a video of some length.
 * @throws {DecodeError} If the video cannot be read.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function readFramesAt(
  path: string,
  timesOf: (durationSec: number) => readonly number[],
  { shortSide, ffmpegPath, silenceSec, signal }: ReadFramesAtOptions,
): Promise<FramesAt> {
  const probe = await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const seconds = timesOf(probe.durationSec);
  const frames: Uint8Array[] = [];
  let size = { width: 0, height: 0 };
  for (const startSec of seconds) {
    const { frames: frame, width, height } = await decodeWindow(path, {
      ffmpegPath,
      silenceSec,
      probe,
      startSec,
      durationSec: 1 / FRAMES_PER_SECOND,
      framesPerSecond: FRAMES_PER_SECOND,
      size: { shortSide },
    }, signal);
    frames.push(frame);
    size = { width, height };
  }
  return { ...size, frames, seconds };
}
