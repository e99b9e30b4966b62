import { endingAtOnce } from "./_ending_at_once.ts";
import type { Frame } from "./frame.ts";
import { checkFrameSize } from "./frame_dimensions.ts";
import { checkFrameRate } from "./open_frames.ts";
import { type FramesOptions, readFrames } from "./_read_frames.ts";
import type { VideoStream } from "./video_stream.ts";

/**
 * Returns the frames of a whole video, of any length, from one ffmpeg process: of a file, an
 * address, a camera, or bytes as they come.
 *
 * ```text
 *  frames(path, …)
 *  next()      1----2-3------4|        nothing happens before the first one
 *  frames      --a--b---c----d|        decoded on demand
 * ```
 *
 * - Order: that of time, on the grid of {@linkcode openFrames}. Each iteration decodes from the
 *   start; bytes can be read once.
 * - Bound: one frame, and a pipe's worth of bytes (64 KiB on Linux) ahead of the consumer. While
 *   nobody asks for a frame, ffmpeg waits; a live source drops what it cannot deliver.
 * - Completion: after the last frame, when ffmpeg has ended. A video that breaks in the middle ends
 *   with its last good frame, and `onWarning` is called.
 * - Cancellation: `break` in a loop, or `return()` of the iterator, also while a frame is awaited:
 *   kills ffmpeg at once and resolves when it has ended. The signal does the same, as an error.
 * - Ownership: the consumer owns each frame. An iterator that is left before its end without
 *   `return()` keeps its ffmpeg.
 *
 * @param video Path of a file, or a stream.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, frames, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const size = { width: 16, height: 16 };
 * const gray = new Uint8Array(30 * 16 * 16 * 3).fill(128);
 * await encodeVideo({ frames: gray, ...size, framesPerSecond: 10, path, ffmpegPath });
 * for await (const { timeSec, pixels } of frames(path, { framesPerSecond: 5, size })) {
 *   assert.equal(pixels.byteLength, 16 * 16 * 3);
 *   if (timeSec >= 1) break; // ends ffmpeg
 * }
 * ```
 *
 * @throws {DecodeError} From the iteration, if no frame can be decoded.
 * @throws {FfmpegError} From the iteration, if there is no ffmpeg.
 * @throws {RangeError} If an option is out of range.
 * @throws {unknown} From the iteration, if the signal is aborted: its reason, when ffmpeg has ended.
 */
export function frames(video: string | VideoStream, options: FramesOptions): AsyncIterable<Frame> {
  checkFrameRate(options.framesPerSecond);
  checkFrameSize(options.size);
  return endingAtOnce((signal) => readFrames(video, options, signal), options.signal);
}
