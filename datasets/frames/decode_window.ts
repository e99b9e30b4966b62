import { findWindow } from "./_find_window.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import type { FrameSize } from "./frame_dimensions.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** Options of {@linkcode decodeWindow}: which part of a video to decode, and how. */
export interface DecodeWindowOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Start in seconds from the file's start; rounded to the nearest grid frame. */
  readonly startSec: number;
  /** Length in seconds; the window has round(durationSec × framesPerSecond) frames. */
  readonly durationSec: number;
  /** Frames per second of the time grid. */
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
 * Decodes one window of a video.
 *
 * The window always has all its frames. Past the video's end the last frame repeats ("repeat
 * last"): of a video with grid frames 0 … 99, a window of nine from 95 on is [95, 96, 97, 98, 99,
 * 99, 99, 99, 99], and every second of these [95, 97, 99, 99, 99]. A window that starts past the
 * end moves back to the last frames, with a warning: five frames from 200 on are [95, 96, 97, 98,
 * 99]. Of a video that breaks in the middle the good frames are used and the last of them repeats,
 * with a warning.
 *
 * The frames are those that decoding from the video's start gives, bit for bit: where a seek misses
 * its key frame, or gives complaints, decoding starts earlier.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeWindow, encodeVideo, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const size = { width: 16, height: 16 };
 * const frames = new Uint8Array(3 * 16 * 16 * 3).fill(128);
 * await encodeVideo({ frames, ...size, framesPerSecond: 10, path, ffmpegPath });
 * const grid = { startSec: 0, durationSec: 0.5, framesPerSecond: 10, size, ffmpegPath };
 * assert.equal((await decodeWindow(path, grid)).frameCount, 5);
 * ```
 *
 * @throws {DecodeError} If no frame can be decoded, or none follows it that is asked for, or ffmpeg
 * is silent or crashes.
 * @throws {Error} If ffmpeg cannot be started, or signals end it again and again.
 * @throws {RangeError} If an option is out of range.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function decodeWindow(
  path: string,
  options: DecodeWindowOptions,
  signal?: AbortSignal,
): Promise<DecodedFrames> {
  const { startSec, durationSec, framesPerSecond, ffmpegPath, silenceSec } = options;
  if (!(startSec >= 0 && Number.isFinite(startSec))) {
    throw new RangeError(
      `Cannot decode a window as 'startSec' must be at least 0: current value is ${startSec}`,
    );
  }
  const frameCount = Math.round(durationSec * framesPerSecond);
  if (!(frameCount >= 1 && Number.isFinite(frameCount))) {
    throw new RangeError(
      "Cannot decode a window as 'durationSec' must cover at least one frame: " +
        `current value is ${durationSec} at ${framesPerSecond} frames per second`,
    );
  }
  const clip = { startFrame: Math.round(startSec * framesPerSecond), frameCount };
  const probe = options.probe ?? await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const { size, nextFrames } = options;
  const grid = { ffmpegPath, framesPerSecond, size, nextFrames, silenceSec };
  return await findWindow(path, { ...grid, probe, clip }, signal);
}
