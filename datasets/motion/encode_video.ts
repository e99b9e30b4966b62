import { fullDiskError } from "../ffmpeg/full_disk_error.ts";
import { feedFfmpeg } from "../ffmpeg/feed_ffmpeg.ts";

/** Options of {@linkcode encodeVideo}: raw frames, and where to write them. */
export interface EncodeVideoOptions {
  /** RGB bytes, `[frames, height, width, 3]`. */
  readonly frames: Uint8Array;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Frames per second of the file. */
  readonly framesPerSecond: number;
  /** The file to write; its folder must exist. An existing file is replaced. */
  readonly path: string;
  /** The ffmpeg program to run. */
  readonly ffmpegPath: string;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes frames as an H.264 file whose decoded pixels are exactly the given bytes: x264 stores RGB
 * itself without loss, so neither the encoder's version nor a color conversion changes them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/black.mp4`;
 * const frames = new Uint8Array(5 * 32 * 16 * 3);
 * await encodeVideo({ frames, width: 32, height: 16, framesPerSecond: 10, path, ffmpegPath });
 * assert.ok((await Deno.stat(path)).isFile);
 * ```
 *
 * @throws {Error} If ffmpeg cannot be started or fails; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function encodeVideo(options: EncodeVideoOptions): Promise<void> {
  const { frames, path, ffmpegPath, signal } = options;
  try {
    await feedFfmpeg(encoderArguments(options), { ffmpegPath, input: [frames], signal });
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fullDiskError(reason, path) ?? new Error(
      `Cannot write '${path}' as ffmpeg (${ffmpegPath}) with the encoder libx264rgb failed: ${reason}`,
      { cause },
    );
  }
}

function encoderArguments(
  { width, height, framesPerSecond, path }: EncodeVideoOptions,
): string[] {
  return [
    ...["-hide_banner", "-loglevel", "error", "-nostats", "-y"],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", `${width}x${height}`],
    ...["-framerate", String(framesPerSecond), "-i", "pipe:0"],
    ...["-c:v", "libx264rgb", "-qp", "0", "-preset", "veryfast", "-threads", "1"],
    ...["-color_range", "pc"],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", path],
  ];
}
