import { checkPositive } from "./clip_window.ts";
import type { Frame } from "./frame.ts";
import { joinFrames, type JoinFramesOptions, type VideoWindow } from "./join_frames.ts";

/** Options of {@linkcode slidingWindows}: which windows to cut, in frames of the time grid. */
export interface SlidingWindowsOptions extends JoinFramesOptions {
  /**
   * Distance from one window's start to the next.
   *
   * @default the window's span, so that windows follow each other
   */
  readonly hop?: number | undefined;
}

/** Which windows to cut, in frames of the time grid. */
export interface WindowPlan {
  readonly frameCount: number;
  readonly stride: number;
  /** From a window's first frame to its last one, both included. */
  readonly span: number;
  readonly hop: number;
}

/** @throws {RangeError} If an option is not a positive integer. */
export function planWindows(options: SlidingWindowsOptions): WindowPlan {
  const { frameCount, stride = 1 } = options;
  checkPositive("frameCount", frameCount);
  checkPositive("stride", stride);
  const span = (frameCount - 1) * stride + 1;
  const { hop = span } = options;
  checkPositive("hop", hop);
  return { frameCount, stride, span, hop };
}

/** Does the work of `slidingWindows()`. */
export async function* cutWindows(
  frames: AsyncIterable<Frame>,
  { span, hop, ...shape }: WindowPlan,
): AsyncGenerator<VideoWindow> {
  const kept: Frame[] = [];
  let framesRead = 0;
  let nextStart = 0;
  let lastStart = -1;
  for await (const frame of frames) {
    framesRead++;
    kept.push(frame);
    if (kept.length > span) kept.shift();
    if (framesRead - span !== nextStart) continue;
    yield joinFrames(kept, shape);
    lastStart = nextStart;
    nextStart += hop;
  }
  const startFrame = Math.max(0, framesRead - span);
  if (kept.length > 0 && startFrame > lastStart) yield joinFrames(kept, shape);
}
