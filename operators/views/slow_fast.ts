import { map, type OperatorFunction } from "rxjs";
import type { DecodedWindow, PlannedClip } from "../clip.ts";
import { drawsForTicket } from "../random.ts";

/** The frames one model sees. */
export interface FrameRate {
  /** Frames in the clip. */
  readonly frames: number;
  /** Distance between its frames, counted in frames at 30 a second. */
  readonly stride: number;
}

/** The clips that are taken from one window. */
export interface FrameRates {
  /** The low frame rate. */
  readonly primary: FrameRate;
  /** Absent where a single model is trained. */
  readonly auxiliary?: FrameRate;
}

/** What to decode so that all clips can be taken from it. */
export interface DecodingGrid {
  /** 30 / greatest common divisor of the strides. */
  readonly framesPerSecond: number;
  /** Frames of the longest clip's span, its first and last frame included. */
  readonly frameCount: number;
  /** `frameCount / framesPerSecond`. */
  readonly durationSec: number;
}

/** Options of {@linkcode slowFast}. */
export interface SlowFastOptions extends FrameRates {
  /** Of the run; the offset depends on it, the epoch and the video. */
  readonly seed: number;
  /** Draw where the shorter clip lies (training), or center it (test). */
  readonly training: boolean;
}

const STRIDE_FRAMES_PER_SECOND = 30;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function checkRate(name: string, rate: FrameRate): void {
  for (const key of ["frames", "stride"] as const) {
    if (!Number.isInteger(rate[key]) || rate[key] < 1) {
      throw new RangeError(
        `Cannot choose frames as '${name}.${key}' must be a positive integer: ` +
          `current value is ${rate[key]}`,
      );
    }
  }
}

/**
 * The coarsest even grid in time that holds every frame of both clips.
 *
 * 8 frames at stride 8 and 8 frames at stride 4 need 15 frames at 7.5 a second.
 *
 * @throws {RangeError} If a number of frames or a stride is not a positive integer.
 */
export function decodingGrid(rates: FrameRates): DecodingGrid {
  const { primary, auxiliary = primary } = rates;
  checkRate("primary", primary);
  checkRate("auxiliary", auxiliary);
  const step = greatestCommonDivisor(primary.stride, auxiliary.stride);
  const span = (rate: FrameRate) => (rate.frames - 1) * rate.stride / step + 1;
  const framesPerSecond = STRIDE_FRAMES_PER_SECOND / step;
  const frameCount = Math.max(span(primary), span(auxiliary));
  return { framesPerSecond, frameCount, durationSec: frameCount / framesPerSecond };
}

/**
 * Chooses the frames of the slow and of the fast clip out of one decoded window.
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
 * Order, cancellation, completion: those of `map`. The offset is drawn from (seed, epoch, video, "time").
 * Errors: a window that was not decoded on the grid is a RangeError.
 * Ownership: the window travels on; frames are gathered only on the way to the device.
 */
export function slowFast(options: SlowFastOptions): OperatorFunction<DecodedWindow, PlannedClip> {
  const grid = decodingGrid(options);
  const step = STRIDE_FRAMES_PER_SECOND / grid.framesPerSecond;

  function choose(rate: FrameRate, offsetOf: (room: number) => number): number[] {
    const stride = rate.stride / step;
    const offset = offsetOf(grid.frameCount - 1 - (rate.frames - 1) * stride);
    return Array.from({ length: rate.frames }, (_, index) => offset + index * stride);
  }

  return map((window) => {
    for (const key of ["frameCount", "framesPerSecond"] as const) {
      if (window[key] !== grid[key]) {
        throw new RangeError(
          `Cannot choose frames of '${window.ticket.video.id}' as '${key}' must be ${grid[key]}: ` +
            `current value is ${window[key]}`,
        );
      }
    }
    const draws = drawsForTicket(window.ticket, "time", options.seed);
    const offsetOf = (room: number) =>
      options.training ? draws.integer(0, room) : Math.floor(room / 2);
    const primary = choose(options.primary, offsetOf);
    const indices = options.auxiliary
      ? { primary, auxiliary: choose(options.auxiliary, offsetOf) }
      : { primary };
    return { ...window, indices, views: {} };
  });
}
