import { DecodedStream } from "./_decoded_stream.ts";
import { type Dimensions, frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import { gridFrameCount } from "./grid_frame_count.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** Options of {@linkcode openFrames}: what to decode, on which grid, and by which program. */
export interface FrameSourceOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid; the video's own rate does not matter. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /**
   * Whether each frame comes with the one that follows it in the file, however far away that is: a
   * grid may leave it out, or repeat the frame before. The last one follows itself.
   *
   * @default false
   */
  readonly nextFrames?: boolean | undefined;
  /**
   * What {@linkcode probeVideo} returned, if it is known; if omitted, the video is probed first.
   */
  readonly probe?: VideoProbe | undefined;
  /**
   * How long ffmpeg may be silent while it is waited for, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
}

/**
 * Frames on demand. Each `read()` takes one frame out of ffmpeg's stdout; as long as nobody reads,
 * ffmpeg waits, so at most one pipe's worth of frames is ahead (64 KiB on Linux).
 *
 * Owns a process: `close()` (or `await using`) kills it and settles when it has ended. Reading to
 * the end closes too.
 */
export interface FrameSource extends AsyncDisposable, Dimensions {
  /**
   * Returns the next frame, uint8 RGB `[height, width, 3]`, or null after the last. Where the frames
   * that follow in the file are asked for, `[2, height, width, 3]`: the frame, and the one that
   * follows it. The caller owns it.
   */
  read(): Promise<Uint8Array | null>;
  /**
   * What ffmpeg complained about while it still gave frames; complete once `read()` returned null.
   */
  readonly warnings: readonly string[];
  /** Kills ffmpeg and waits until it has ended. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts decoding a video's first video stream from its start, as a pull source. For a part of it
 * call {@linkcode decodeWindow}.
 *
 * Grid frame k shows the last image whose time, in units of the grid and rounded to the nearest
 * (halves up), is at most k: on a 30 fps grid a 30 fps video gives its own frames, a 60 fps video
 * every second one, and a 15 fps video each one twice. The first image is shown at zero, the others
 * at the distance of their time stamps; where the clock breaks (joined recordings), the next image
 * follows at the last distance before the break. There are {@linkcode gridFrameCount} frames, at
 * least one. The image is turned upright and its pixels are made square before scaling (bilinear).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg, openFrames } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const video = { width: 16, height: 16, framesPerSecond: 10 };
 * await encodeVideo({ ...video, frames: new Uint8Array(3 * 16 * 16 * 3).fill(128), path, ffmpegPath });
 * const grid = { framesPerSecond: 10, size: { shortSide: 16 }, ffmpegPath };
 * await using source = await openFrames(path, grid);
 * assert.deepEqual(await source.read(), new Uint8Array(16 * 16 * 3).fill(128));
 * ```
 *
 * @throws {DecodeError} If the file cannot be probed; from `read()` if no frame can be decoded, or
 * ffmpeg is silent or crashes.
 * @throws {Error} If ffmpeg cannot be started, or signals end it again and again.
 * @throws {RangeError} If an option is out of range.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function openFrames(
  path: string,
  options: FrameSourceOptions,
  signal?: AbortSignal,
): Promise<FrameSource> {
  const { ffmpegPath, framesPerSecond, size, nextFrames, silenceSec } = options;
  checkFrameRate(framesPerSecond);
  const probe = options.probe ?? await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const dimensions = frameDimensions(size, probe);
  const frameCount = gridFrameCount(probe.durationSec, framesPerSecond);
  const grid = { framesPerSecond, startFrame: 0, frameCount, dimensions, nextFrames };
  return new DecodedStream({ path, ffmpegPath, ...grid, probe, silenceSec, signal }, null);
}

/** @throws {RangeError} If a frame rate is out of range. */
export function checkFrameRate(framesPerSecond: number): void {
  if (framesPerSecond > 0 && framesPerSecond <= 1000) return;
  throw new RangeError(
    "Cannot decode frames as 'framesPerSecond' must be a number above 0 and at most 1000: " +
      `current value is ${framesPerSecond}`,
  );
}
