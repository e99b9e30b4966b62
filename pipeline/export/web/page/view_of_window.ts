import type { VideoWindow } from "../../../../datasets/frames/join_frames.ts";
import type { CropBox } from "../../../../operators/clip.ts";

/** What a network sees of a window. */
export interface ViewOptions {
  /** Which frames of the window it takes. */
  readonly frameIndices: readonly number[];
  /** The square that is cut from each frame. */
  readonly box: CropBox;
  /** Side of the square that the network sees, in pixels. */
  readonly size: number;
}

/** Where a sample lies between two pixels of a frame, along one axis. */
interface Sample {
  readonly before: number;
  readonly after: number;
  /** Weight of the pixel after it. */
  readonly share: number;
}

/**
 * Makes what a network sees of a window, as the program does in its tests: the frames that it takes,
 * a square of each, scaled: one bilinear sampling that repeats the edge of the frame.
 *
 * @returns `[frames, size, size, 3]`, from 0 to 255: the model normalizes them itself.
 */
export function viewOfWindow(
  { frames, width, height }: Pick<VideoWindow, "frames" | "width" | "height">,
  { frameIndices, box, size }: ViewOptions,
): Float32Array {
  const rows = samplesOf(box.top, { length: box.height, extent: height, count: size });
  const columns = samplesOf(box.left, { length: box.width, extent: width, count: size });
  const view = new Float32Array(frameIndices.length * size * size * 3);
  let index = 0;
  for (const frame of frameIndices) {
    for (const row of rows) {
      const upper = (frame * height + row.before) * width;
      const lower = (frame * height + row.after) * width;
      for (const column of columns) {
        for (let channel = 0; channel < 3; channel++) {
          const level = (start: number, x: number) => frames[(start + x) * 3 + channel]!;
          const above = mix(level(upper, column.before), level(upper, column.after), column.share);
          const below = mix(level(lower, column.before), level(lower, column.after), column.share);
          view[index++] = mix(above, below, row.share);
        }
      }
    }
  }
  return view;
}

function mix(before: number, after: number, share: number): number {
  return before + (after - before) * share;
}

interface SamplesOptions {
  /** Length of the part that is sampled, in pixels. */
  readonly length: number;
  /** Pixels that there are. */
  readonly extent: number;
  /** Number of samples. */
  readonly count: number;
}

/** Samples lie in the middle of equal parts. */
function samplesOf(start: number, { length, extent, count }: SamplesOptions): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const position = start + (index + 0.5) * length / count - 0.5;
    const inside = Math.min(extent - 1, Math.max(0, position));
    const before = Math.floor(inside);
    return { before, after: Math.min(extent - 1, before + 1), share: inside - before };
  });
}
