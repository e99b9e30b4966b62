import type { ClipHeat, CropHeat, FrameBox } from "./clip_heat.ts";

/** What one network looks at in one square of one frame. */
export interface HeatLayer {
  readonly box: FrameBox;
  /** `[side, side]`, in [0, 1]. */
  readonly cells: Float32Array;
  readonly side: number;
  /** Where the cells lie in the square that the network sees. */
  readonly grid: ClipHeat["grid"];
  /** Side of that square, in pixels. */
  readonly size: number;
}

/** What one network looks at in one frame: a layer for each square of each clip that shows it. */
export type FrameHeat = readonly HeatLayer[];

/**
 * Returns what a network looks at in a frame of the time grid: of each clip that covers it, between
 * the frames of its map, what is on both sides in proportion to the distance; before the first and
 * after the last one, what is in that one.
 *
 * @param clips Of one video and one network.
 * @param frame Position on the time grid.
 */
export function frameHeat(clips: readonly ClipHeat[], frame: number): FrameHeat {
  return clips.filter((clip) => coversFrame(clip, frame)).flatMap((clip) => {
    const { frames, side, grid, size } = clip;
    const found = frames.findLastIndex((seen) => seen <= frame);
    const before = Math.max(0, found);
    const after = Math.min(frames.length - 1, found + 1);
    const distance = frames[after]! - frames[before]!;
    const share = distance === 0 ? 0 : (frame - frames[before]!) / distance;
    return clip.crops.map((crop) => ({
      box: crop.box,
      side,
      grid,
      size,
      cells: blend(cellsOf(crop, before, side), cellsOf(crop, after, side), share),
    }));
  });
}

/** Returns whether a clip says something about a frame of the time grid. */
export function coversFrame({ covered: [first, last] }: ClipHeat, frame: number): boolean {
  return frame >= first && frame <= last;
}

function cellsOf({ cells }: CropHeat, frame: number, side: number): Float32Array {
  return cells.subarray(frame * side * side, (frame + 1) * side * side);
}

function blend(before: Float32Array, after: Float32Array, share: number): Float32Array {
  return before.map((value, cell) => value + (after[cell]! - value) * share);
}
