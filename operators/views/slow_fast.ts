import { map, type OperatorFunction } from "../_rxjs.ts";
import { mapByName } from "../by_name.ts";
import type { DecodedWindow, FrameIndices, PlannedClip } from "../clip.ts";
import { drawsForTicket } from "../draws_for_ticket.ts";
import {
  type DecodingGrid,
  decodingGrid,
  type FrameRate,
  type FrameRates,
  STRIDE_FRAMES_PER_SECOND,
} from "./decoding_grid.ts";

/** Options of {@linkcode slowFast}. */
export interface SlowFastOptions {
  /** The clips to take from each window. */
  readonly clips: FrameRates;
  /** Seed of the run; the offset depends on it and on the ticket. */
  readonly seed: number;
  /** Whether the positions of the shorter clips are drawn (training) or centered (test). */
  readonly training: boolean;
}

/** Key of the draws of the offset; another spelling gives other offsets. */
const DRAW_KEY = "time";

/**
 * Chooses the frames of the slow, the fast and all other clips from one decoded window.
 *
 * ```text
 *  window     0 1 2 3 4 5 6 7 8 9 …14        on the grid of decodingGrid()
 *  primary    0   2   4   6   8   …14        8 frames at stride 8: the whole window
 *  auxiliary          4 5 6 7 8 9 …11        8 frames at stride 4, from a drawn offset
 *
 *  windows    ---a---b---|
 *             slowFast({ clips: { primary, auxiliary }, … })
 *  output     ---A---B---|
 * ```
 *
 * - Order: that of `map`. The offset is drawn from the seed and the ticket; a test draws nothing.
 *   Clips of the same number of frames and stride have the same frames.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a RangeError for a window that was not decoded on the grid.
 * - Ownership: keeps nothing. The window is passed on whole; the chosen frames are copied only when
 *   they are sent to the device.
 *
 * @throws {RangeError} If a number of frames or a stride is not a positive integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { slowFast } from "@actnetformer/deno/operators/views";
 * import { of } from "rxjs";
 *
 * const video = { id: "a", path: "a.mp4", label: null };
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const ticket = { ...showing, video, role: "unlabeled" } as const;
 * const size = { frameCount: 4, framesPerSecond: 15, height: 1, width: 1 };
 * of({ ticket, frames: new Uint8Array(12), ...size })
 *   .pipe(slowFast({ clips: { primary: { frames: 4, stride: 2 } }, seed: 1, training: true }))
 *   .subscribe(({ indices }) => assert.deepEqual(indices.primary, [0, 1, 2, 3]));
 * ```
 */
export function slowFast(options: SlowFastOptions): OperatorFunction<DecodedWindow, PlannedClip> {
  const grid = decodingGrid(options.clips);
  return map((window) => {
    checkWindow(window, grid);
    return { ...window, indices: chooseFrames(window, grid, options), views: {} };
  });
}

function checkWindow(window: DecodedWindow, grid: DecodingGrid): void {
  for (const key of ["frameCount", "framesPerSecond"] as const) {
    if (window[key] !== grid[key]) {
      throw new RangeError(
        `Cannot choose frames of '${window.ticket.video.id}' as '${key}' must be ${grid[key]}: ` +
          `current value is ${window[key]}`,
      );
    }
  }
}

function chooseFrames(
  { ticket }: DecodedWindow,
  grid: DecodingGrid,
  { clips, seed, training }: SlowFastOptions,
): FrameIndices {
  const draws = training ? drawsForTicket(ticket, DRAW_KEY, seed) : undefined;
  // Rounded, as 30 / (30 / 13) is not quite 13.
  const step = Math.round(STRIDE_FRAMES_PER_SECOND / grid.framesPerSecond);

  const offsets = new Map<string, number>();

  function offsetOf({ frames, stride }: FrameRate): number {
    const rate = `${frames}×${stride}`;
    const known = offsets.get(rate);
    if (known !== undefined) return known;
    const room = grid.frameCount - 1 - (frames - 1) * stride / step;
    const offset = draws?.integer(0, room) ?? Math.floor(room / 2);
    offsets.set(rate, offset);
    return offset;
  }

  return mapByName(clips, (clip) => {
    const offset = offsetOf(clip);
    return Array.from({ length: clip.frames }, (_, index) => offset + index * clip.stride / step);
  });
}
