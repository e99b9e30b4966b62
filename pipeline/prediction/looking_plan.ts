import { decodingGrid } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { clipRates } from "../config/clip_rates.ts";

/** How videos are looked at, as a run's configuration says it. */
export interface LookingPlan {
  /** Frames per second of the time grid. */
  readonly framesPerSecond: number;
  /** Frames of a window: as many as the longest clip spans. */
  readonly frameCount: number;
  /** Frames from one window's start to the next. */
  readonly hop: number;
  /** Clips of a video that is looked at as a whole. */
  readonly clips: number;
  /** Square crops of each clip and window. */
  readonly crops: number;
  /** Frames of the longest video that is looked at as a whole: its clips cover it. */
  readonly wholeFrames: number;
}

/** What a user can say about it. */
export interface LookingOptions {
  /**
   * Seconds from one window's start to the next; rounded to frames of the grid.
   *
   * @default half a window
   */
  readonly everySec?: number | undefined;
  /**
   * Whether short videos are divided into segments, too.
   *
   * @default false
   */
  readonly segments?: boolean | undefined;
}

/**
 * Plans how videos are looked at.
 *
 * @throws {RangeError} If `everySec` is not a positive number.
 */
export function planLooking(config: Config, options: LookingOptions = {}): LookingPlan {
  const { everySec, segments = false } = options;
  if (everySec !== undefined && !(everySec > 0 && Number.isFinite(everySec))) {
    throw new RangeError(
      `Cannot place windows as 'everySec' must be above 0: current value is ${everySec}`,
    );
  }
  const { framesPerSecond, frameCount } = decodingGrid(clipRates(config.clip));
  const { clips, crops } = config.evaluate;
  const hop = everySec === undefined
    ? Math.ceil(frameCount / 2)
    : Math.max(1, Math.round(everySec * framesPerSecond));
  const wholeFrames = segments ? 0 : clips * frameCount;
  return { framesPerSecond, frameCount, hop, clips, crops, wholeFrames };
}
