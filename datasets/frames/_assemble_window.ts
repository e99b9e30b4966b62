import type { ClipWindow } from "./clip_window.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import type { Dimensions } from "./frame_dimensions.ts";
import { joinPixels } from "./_join_pixels.ts";

/** Decoded frames of one video. */
export interface FrameList extends Dimensions {
  /** Path of the video. */
  readonly path: string;
  /**
   * In order, each uint8 RGB `[height, width, 3]`, or with the one that follows it in the file
   * `[2, height, width, 3]`; at least one.
   */
  readonly frames: readonly Uint8Array[];
  /**
   * Whether each frame comes with the one that follows it.
   *
   * @default false
   */
  readonly hasNextFrames?: boolean | undefined;
  readonly warnings: readonly string[];
}

/** The part of a window that lies in the video. */
export interface PlacedWindow extends ClipWindow {
  readonly warnings: readonly string[];
}

/**
 * Finds the part of a window that lies in a video, at least one frame. A window that starts past
 * the end moves back to the last frames, with a warning.
 *
 * @param gridFrames Number of the video's frames.
 */
export function placeWindow(
  path: string,
  { startFrame, frameCount }: ClipWindow,
  gridFrames: number,
): PlacedWindow {
  const startsPastEnd = startFrame >= gridFrames;
  const start = startsPastEnd ? Math.max(0, gridFrames - frameCount) : startFrame;
  const warnings = startsPastEnd
    ? [`'${path}' ends before the window starts: its last frames are shown instead`]
    : [];
  return { startFrame: start, frameCount: Math.min(frameCount, gridFrames - start), warnings };
}

/** Copies frames into one window of `frameCount`; the last one repeats until it is full. */
export function assembleWindow(video: FrameList, frameCount: number): DecodedFrames {
  const { path, frames, width, height, warnings, hasNextFrames = false } = video;
  if (frames.length === 0) {
    throw new Error(`Cannot cut a window from '${path}' as it must have frames: it has none`);
  }
  const frameBytes = width * height * 3;
  const join = (start: number) => {
    const images = frames.map((frame) => frame.subarray(start, start + frameBytes));
    return joinPixels(images, { count: frameCount, stride: 1 });
  };
  const nextFrames = hasNextFrames ? { nextFrames: join(frameBytes) } : {};
  return { frames: join(0), ...nextFrames, frameCount, width, height, warnings };
}
