import { assembleWindow } from "./_assemble_window.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { FrameSize } from "./frame_dimensions.ts";
import { openFrames } from "./open_frames.ts";
import { probeVideo, type VideoProbe } from "../ffmpeg/probe_video.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import type { FrameSource } from "./frame_source.ts";

/** Which part of a video to decode, and how. */
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
  /** What `probeVideo` said, where it is known: saves a start of ffmpeg. */
  readonly probe?: VideoProbe;
}

/**
 * Decodes one window of a video.
 *
 * The window always has all its frames. Behind the video's end the last frame repeats ("repeat last"):
 * of a video with grid frames 0 … 99, a window of nine from 95 on is [95, 96, 97, 98, 99, 99, 99, 99, 99],
 * and every second of these [95, 97, 99, 99, 99]. A window that starts behind the end (containers can
 * claim too much) moves back to the last frames there are, with a warning: five frames from 200 on are
 * [95, 96, 97, 98, 99]. A video that breaks in the middle gives its good frames, repeats the last, and
 * warns.
 *
 * @throws {DecodeError} if no frame can be decoded. {RangeError} for impossible options. The signal's
 * reason after an abort, when ffmpeg is gone.
 */
export async function decodeWindow(
  path: string,
  options: DecodeWindowOptions,
  signal?: AbortSignal,
): Promise<DecodedFrames> {
  const { startSec, durationSec, framesPerSecond, size, ffmpegPath } = options;
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
  const startFrame = Math.round(startSec * framesPerSecond);
  const probe = options.probe ?? await probeVideo(path, ffmpegPath, signal);
  const shared = { ffmpegPath, framesPerSecond, size, probe };
  try {
    await using source = await openFrames(path, { ...shared, startFrame, frameCount }, signal);
    const frames = await readFrames(source, frameCount);
    return assembleWindow({ ...describe(path, source), frames }, { startFrame: 0, frameCount });
  } catch (error) {
    if (!(error instanceof DecodeError) || startFrame === 0) throw error;
  }
  // Nothing at the start: the video may be shorter than its container claims. Decoding from its first
  // frame either finds the last ones or gives the true reason.
  await using source = await openFrames(path, shared, signal);
  const frames = await readFrames(source, frameCount);
  return assembleWindow({ ...describe(path, source), frames }, {
    startFrame: frames.length,
    frameCount,
  });
}

/** Reads to the end and returns the last `keep` frames. */
async function readFrames(source: FrameSource, keep: number): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
    if (frames.length > keep) frames.shift();
  }
  return frames;
}

function describe(path: string, { width, height, warnings }: FrameSource) {
  return { path, width, height, warnings };
}
