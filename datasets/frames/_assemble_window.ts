import type { ClipWindow } from "./clip_window.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import type { Dimensions } from "./frame_dimensions.ts";

/** Decoded frames of one video. */
export interface FrameList extends Dimensions {
  /** Path of the video. */
  readonly path: string;
  /** In order, each uint8 RGB `[height, width, 3]`; at least one. */
  readonly frames: readonly Uint8Array[];
  readonly warnings: readonly string[];
}

/**
 * Copies a window out of decoded frames under the policy that `decodeWindow` documents: past the
 * end the last frame repeats; a window that starts past the end moves back to the last frames.
 */
export function assembleWindow(
  video: FrameList,
  { startFrame, frameCount }: ClipWindow,
): DecodedFrames {
  const { path, frames, width, height } = video;
  const startsPastEnd = startFrame >= frames.length;
  const start = startsPastEnd ? Math.max(0, frames.length - frameCount) : startFrame;
  const frameBytes = width * height * 3;
  const window = new Uint8Array(frameCount * frameBytes);
  for (let index = 0; index < frameCount; index++) {
    const frame = frames[Math.min(start + index, frames.length - 1)];
    if (frame === undefined) {
      throw new Error(`Cannot cut a window from '${path}' as it must have frames: it has none`);
    }
    window.set(frame, index * frameBytes);
  }
  const warnings = startsPastEnd
    ? [`'${path}' ends before the window starts: its last frames are shown instead`]
    : [];
  return { frames: window, frameCount, width, height, warnings: [...warnings, ...video.warnings] };
}
