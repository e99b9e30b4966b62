import { type FrameSource, openFrames, probeVideo } from "../../datasets/mod.ts";
import { writeImages } from "../pictures/write_images.ts";

/** Options of {@linkcode makePreview}. */
export interface MakePreviewOptions {
  /** Folder for the images, which must exist. */
  readonly folder: string;
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /**
   * How long ffmpeg may be silent, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Images that show a video. */
export interface Preview {
  /** Number of the frames `0.jpg`, `1.jpg`, …, at equal distances over the whole video. */
  readonly frames: number;
  /** Length of the video in seconds. */
  readonly seconds: number;
}

/** Frames of a preview at most. */
const MOST_FRAMES = 64;

/** Frames a second of a video that is not too long for that. */
const FRAMES_PER_SECOND = 10;

/** Short side of the frames, in pixels. */
const SHORT_SIDE = 240;

/**
 * Writes frames of a video as images that every browser shows, whatever the video's codec.
 *
 * @throws {DecodeError} If the video cannot be read.
 */
export async function makePreview(
  path: string,
  { folder, ffmpegPath, silenceSec, signal }: MakePreviewOptions,
): Promise<Preview> {
  const probe = await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const seconds = probe.durationSec;
  const framesPerSecond = Math.min(FRAMES_PER_SECOND, MOST_FRAMES / seconds);
  const size = { shortSide: SHORT_SIDE };
  const grid = { ffmpegPath, framesPerSecond, size, probe, silenceSec };
  await using source = await openFrames(path, grid, signal);
  const frames = await readFrames(source);
  const { width, height } = source;
  await writeImages(frames, { width, height, folder, ffmpegPath, signal });
  return { frames: frames.length, seconds };
}

/** Reads all frames: so few fit into memory. */
async function readFrames(source: FrameSource): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
  }
  return frames;
}
