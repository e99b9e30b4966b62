import { fullDiskError } from "../../datasets/ffmpeg/full_disk_error.ts";
import { join } from "node:path";
import { feedFfmpeg } from "../../datasets/ffmpeg/feed_ffmpeg.ts";
import type { ImageSize } from "./png_data_url.ts";

/** Options of {@linkcode writeImages}. */
export interface WriteImagesOptions extends ImageSize {
  /** Folder for `0.jpg`, `1.jpg`, …, which must exist. */
  readonly folder: string;
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Of JPEG in ffmpeg, from 2 (best) to 31. */
const QUALITY = "4";

/**
 * Writes frames as JPEG images.
 *
 * @param frames Each uint8 RGB `[height, width, 3]`.
 * @throws {Error} If ffmpeg cannot be started or fails; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function writeImages(
  frames: readonly Uint8Array[],
  { width, height, folder, ffmpegPath, signal }: WriteImagesOptions,
): Promise<void> {
  const args = [
    ...["-v", "error", "-f", "rawvideo", "-pixel_format", "rgb24"],
    ...["-video_size", `${width}x${height}`, "-i", "pipe:0"],
    ...["-pix_fmt", "yuvj420p", "-q:v", QUALITY, "-start_number", "0"],
    join(folder.replaceAll("%", "%%"), "%d.jpg"),
  ];
  try {
    await feedFfmpeg(args, { ffmpegPath, input: frames, signal });
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fullDiskError(reason, folder) ?? new Error(
      `Cannot write images into '${folder}' as ffmpeg (${ffmpegPath}) failed: ${reason}`,
      { cause },
    );
  }
}
