import { feedFfmpeg } from "../../datasets/ffmpeg/feed_ffmpeg.ts";
import type { ImageSize } from "./png_data_url.ts";

/** Options of {@linkcode encodeJpegs}. */
export interface EncodeJpegsOptions extends ImageSize {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Of JPEG in ffmpeg, from 2 (best) to 31. */
const QUALITY = "4";

/** First bytes of a JPEG image, and its last ones, which the data of an image does not contain. */
const START = [0xff, 0xd8] as const;
const END = [0xff, 0xd9] as const;

/**
 * Encodes frames as JPEG images, without a file.
 *
 * @param frames Each uint8 RGB `[height, width, 3]`.
 * @returns An image for each frame.
 * @throws {Error} If ffmpeg cannot be started or fails; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function encodeJpegs(
  frames: readonly Uint8Array[],
  { width, height, ffmpegPath, signal }: EncodeJpegsOptions,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const args = [
    ...["-v", "error", "-f", "rawvideo", "-pixel_format", "rgb24"],
    ...["-video_size", `${width}x${height}`, "-i", "pipe:0"],
    ...["-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", QUALITY, "-f", "image2pipe", "pipe:1"],
  ];
  let images: Uint8Array<ArrayBuffer>[];
  try {
    images = splitImages(await feedFfmpeg(args, { ffmpegPath, input: frames, signal }));
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot encode images as ffmpeg (${ffmpegPath}) failed: ${reason}`, { cause });
  }
  if (images.length === frames.length) return images;
  throw new Error(
    `Cannot encode images as ffmpeg (${ffmpegPath}) must give ${frames.length}: it gave ` +
      images.length,
  );
}

/** Splits images that follow each other. */
function splitImages(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const images: Uint8Array<ArrayBuffer>[] = [];
  let start = 0;
  while (start < bytes.length) {
    if (bytes[start] !== START[0] || bytes[start + 1] !== START[1]) {
      throw new Error("it gave something else than images");
    }
    const end = endOfImage(bytes, start);
    images.push(bytes.slice(start, end));
    start = end;
  }
  return images;
}

function endOfImage(bytes: Uint8Array, start: number): number {
  let index = bytes.indexOf(END[0], start + START.length);
  while (index !== -1 && bytes[index + 1] !== END[1]) index = bytes.indexOf(END[0], index + 1);
  if (index === -1) throw new Error("it gave an image without an end");
  return index + END.length;
}
