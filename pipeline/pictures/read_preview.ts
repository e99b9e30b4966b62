import { type FrameSource, openFrames, probeVideo } from "../../datasets/mod.ts";
import { encodeJpegs } from "./encode_jpegs.ts";

/** Options of {@linkcode readPreview}. */
export interface ReadPreviewOptions {
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

/** A video as images that every browser shows. */
export interface PreviewImages {
  /** JPEG images of frames at equal distances over the whole video. */
  readonly images: readonly Uint8Array<ArrayBuffer>[];
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
 * Reads frames of a video as images that every browser shows, whatever the video's codec.
 *
 * @throws {DecodeError} If the video cannot be read.
 */
export async function readPreview(
  path: string,
  { ffmpegPath, silenceSec, signal }: ReadPreviewOptions,
): Promise<PreviewImages> {
  const probe = await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const seconds = probe.durationSec;
  const framesPerSecond = Math.min(FRAMES_PER_SECOND, MOST_FRAMES / seconds);
  const size = { shortSide: SHORT_SIDE };
  const grid = { ffmpegPath, framesPerSecond, size, probe, silenceSec };
  await using source = await openFrames(path, grid, signal);
  const frames = await readFrames(source);
  const { width, height } = source;
  const images = await encodeJpegs(frames, { width, height, ffmpegPath, signal });
  return { images, seconds };
}

/** Reads all frames: so few fit into memory. */
async function readFrames(source: FrameSource): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
  }
  return frames;
}
