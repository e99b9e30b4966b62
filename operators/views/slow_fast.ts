import { map, type OperatorFunction } from "../_rxjs.ts";
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
export interface SlowFastOptions extends FrameRates {
  /** Seed of the run; the offset depends on it and on the ticket. */
  readonly seed: number;
  /** Whether the position of the shorter clip is drawn (training) or centered (test). */
  readonly training: boolean;
}

/** Key of the draws of the offset; another spelling gives other offsets. */
const DRAW_KEY = "time";

/**
 * Chooses the frames of the slow and of the fast clip from one decoded window.
 *
 * ```text
 *  window     0 1 2 3 4 5 6 7 8 9 …14        on the grid of decodingGrid()
 *  primary    0   2   4   6   8   …14        8 frames at stride 8: the whole window
 *  auxiliary          4 5 6 7 8 9 …11        8 frames at stride 4, from a drawn offset
 *
 *  windows    ---a---b---|
 *             slowFast({ primary, auxiliary, … })
 *  output     ---A---B---|
 * ```
 *
 * - Order: that of `map`. The offset is drawn from the seed and the ticket; a test draws nothing.
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
 *   .pipe(slowFast({ primary: { frames: 4, stride: 2 }, seed: 1, training: true }))
 *   .subscribe(({ indices }) => assert.deepEqual(indices.primary, [0, 1, 2, 3]));
 * ```
 */
export function slowFast(options: SlowFastOptions): OperatorFunction<DecodedWindow, PlannedClip> {
  const grid = decodingGrid(options);
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
  { primary, auxiliary, seed, training }: SlowFastOptions,
): FrameIndices {
  const draws = training ? drawsForTicket(ticket, DRAW_KEY, seed) : undefined;
  const step = STRIDE_FRAMES_PER_SECOND / grid.framesPerSecond;

  function choose(rate: FrameRate): number[] {
    const stride = rate.stride / step;
    const room = grid.frameCount - 1 - (rate.frames - 1) * stride;
    const offset = draws?.integer(0, room) ?? Math.floor(room / 2);
    return Array.from({ length: rate.frames }, (_, index) => offset + index * stride);
  }

  const slow = choose(primary);
  if (auxiliary === undefined) return { primary: slow };
  return { primary: slow, auxiliary: choose(auxiliary) };
}
