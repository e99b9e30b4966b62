import type { CropBox } from "../../../../operators/clip.ts";
import type { ExportedInput } from "../../export_facts.ts";
import type { PixelFrame } from "./scale_frame.ts";

/** What a network sees of a window. */
export interface ViewOptions {
  /** The square that is cut from each frame. */
  readonly box: CropBox;
  /** Side of the square that the network sees, in pixels. */
  readonly size: number;
}

/** Where a pixel of the view lies between two pixels of a frame, along one axis. */
interface Sample {
  readonly before: number;
  readonly after: number;
  /** Weight of the pixel after it. */
  readonly share: number;
}

/**
 * Makes what a network sees of a window, as the program does for its tests: the frames that it
 * takes, a square of each, scaled.
 *
 * @param window The frames of the window, of one size.
 * @returns `[frames, size, size, 3]`, from 0 to 255: the model normalizes them itself.
 */
export function viewOfWindow(
  window: readonly PixelFrame[],
  { frameIndices }: Pick<ExportedInput, "frameIndices">,
  { box, size }: ViewOptions,
): Float32Array {
  const view = new Float32Array(frameIndices.length * size * size * 3);
  for (const [position, index] of frameIndices.entries()) {
    const frame = window[index];
    if (frame === undefined) {
      throw new RangeError(
        `Cannot make a view as the window must have a frame ${index}: it has ${window.length}`,
      );
    }
    const target = view.subarray(position * size * size * 3, (position + 1) * size * size * 3);
    sampleSquare(frame, { box, size }, target);
  }
  return view;
}

/** Writes a square of a frame in another size: bilinear, past its ends the frame's edge repeats. */
function sampleSquare(
  { pixels, width, height }: PixelFrame,
  { box, size }: ViewOptions,
  target: Float32Array,
): void {
  const rows = samplesOf(box.top, { length: box.height, extent: height, count: size });
  const columns = samplesOf(box.left, { length: box.width, extent: width, count: size });
  let index = 0;
  for (const row of rows) {
    const upper = row.before * width;
    const lower = row.after * width;
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (start: number, position: number) => pixels[(start + position) * 3 + channel]!;
        const above = mix(at(upper, column.before), at(upper, column.after), column.share);
        const below = mix(at(lower, column.before), at(lower, column.after), column.share);
        target[index++] = mix(above, below, row.share);
      }
    }
  }
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
