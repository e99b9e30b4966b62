import { checkPositive, type ClipWindow } from "./clip_window.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import type { Dimensions } from "./frame_dimensions.ts";
import { joinPixels } from "./_join_pixels.ts";

/** Decoded frames of one video, one behind the other. */
export interface FrameList extends Dimensions {
  /** Path of the video. */
  readonly path: string;
  /**
   * Uint8 RGB `[frames, height, width, 3]`, or each frame with the one that follows it in the file,
   * `[frames, 2, height, width, 3]`.
   */
  readonly pixels: Uint8Array;
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
 * @throws {RangeError} If the window does not start at a frame, or has none.
 */
export function placeWindow(
  path: string,
  { startFrame, frameCount }: ClipWindow,
  gridFrames: number,
): PlacedWindow {
  checkPositive("frameCount", frameCount);
  if (!Number.isInteger(startFrame) || startFrame < 0) {
    throw new RangeError(
      "Cannot place a window as 'startFrame' must be a non-negative integer: " +
        `current value is ${startFrame}`,
    );
  }
  const startsPastEnd = startFrame >= gridFrames;
  const start = startsPastEnd ? Math.max(0, gridFrames - frameCount) : startFrame;
  const warnings = startsPastEnd
    ? [`'${path}' ends before the window starts: its last frames are shown instead`]
    : [];
  return { startFrame: start, frameCount: Math.min(frameCount, gridFrames - start), warnings };
}

/** Returns the bytes of a frame in a list, and of the one that follows it if they come in pairs. */
export function listedBytes(list: Pick<FrameList, "width" | "height" | "hasNextFrames">): number {
  return (list.hasNextFrames === true ? 2 : 1) * list.width * list.height * 3;
}

/**
 * Makes frames one window of `frameCount`; the last one repeats until it is full. The window takes
 * over the pixels: they are copied only where they must be moved.
 */
export function assembleWindow(video: FrameList, frameCount: number): DecodedFrames {
  const { path, pixels, width, height, warnings, hasNextFrames = false } = video;
  if (pixels.byteLength === 0) {
    throw new Error(`Cannot cut a window from '${path}' as it must have frames: it has none`);
  }
  const size = { frameCount, width, height, warnings };
  const listed = listedBytes(video);
  if (!hasNextFrames && pixels.byteLength === frameCount * listed) {
    return { frames: pixels, ...size };
  }
  const join = (start: number) => {
    const images = Array.from(
      { length: pixels.byteLength / listed },
      (_, index) => pixels.subarray(index * listed + start, index * listed + start + imageBytes),
    );
    return joinPixels(images, { count: frameCount, stride: 1 });
  };
  const imageBytes = width * height * 3;
  const nextFrames = hasNextFrames ? { nextFrames: join(imageBytes) } : {};
  return { frames: join(0), ...nextFrames, ...size };
}
