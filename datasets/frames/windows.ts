import { cutWindows, planWindows, type SlidingWindowsOptions } from "./_cut_windows.ts";
import { endingAtOnce } from "./_ending_at_once.ts";
import { checkFrameSize } from "./frame_dimensions.ts";
import type { VideoWindow } from "./join_frames.ts";
import { checkFrameRate } from "./open_frames.ts";
import { type FramesOptions, readFrames } from "./_read_frames.ts";
import type { VideoStream } from "./video_stream.ts";

/** Options of {@linkcode windows}: on which grid, of which size, and how the windows lie on it. */
export interface WindowsOptions extends FramesOptions, SlidingWindowsOptions {}

/**
 * Returns windows over a whole video, of any length, from one ffmpeg process: of a file, an
 * address, a camera, or bytes as they come.
 *
 * ```text
 *  windows(path, { frameCount: 3, hop: 2, … })
 *  frames      0-1-2-3-4-5|
 *  windows     ----A---B-C|            A = 0 1 2, B = 2 3 4, C = 3 4 5
 * ```
 *
 * - Order: that of time, as {@linkcode slidingWindows} cuts them: the last one ends with the video.
 *   The pixels are those that {@linkcode decodeWindow} gives for the same times of a file. Each
 *   iteration decodes from the start; bytes can be read once.
 * - Bound: the frames that one window spans, the window itself, and a pipe's worth of bytes (64 KiB
 *   on Linux). While nobody asks for a window, ffmpeg waits.
 * - Completion, cancellation, errors: those of {@linkcode frames}.
 * - Ownership: a window is a copy that the consumer owns.
 *
 * @param video Path of a file, or a stream.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg, windows } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const size = { width: 16, height: 16 };
 * const gray = new Uint8Array(30 * 16 * 16 * 3).fill(128);
 * await encodeVideo({ frames: gray, ...size, framesPerSecond: 10, path, ffmpegPath });
 * const clips = windows(path, { framesPerSecond: 10, size, frameCount: 8, hop: 10 });
 * const starts = await Array.fromAsync(clips, ({ startSec }) => startSec);
 * assert.deepEqual(starts, [0, 1, 2, 2.2]);
 * ```
 *
 * @throws {DecodeError} From the iteration, if no frame can be decoded.
 * @throws {FfmpegError} From the iteration, if there is no ffmpeg.
 * @throws {RangeError} If an option is out of range.
 * @throws {unknown} From the iteration, if the signal is aborted: its reason, when ffmpeg has ended.
 */
export function windows(
  video: string | VideoStream,
  options: WindowsOptions,
): AsyncIterable<VideoWindow> {
  checkFrameRate(options.framesPerSecond);
  checkFrameSize(options.size);
  const plan = planWindows(options);
  const cut = (signal: AbortSignal) => cutWindows(readFrames(video, options, signal), plan);
  return endingAtOnce(cut, options.signal);
}
