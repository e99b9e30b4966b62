import { DecodeError } from "./decode_error.ts";
import { VIDEO_BOUNDS } from "./video_bounds.ts";
import type { VideoProbe } from "./video_probe.ts";

/** The facts of a probe that are bounded. */
export type BoundedFacts = Pick<
  VideoProbe,
  "codedWidth" | "codedHeight" | "pixelAspect" | "displayWidth" | "displayHeight" | "durationSec"
>;

/** A fact of a video, what it must be, and what it is. */
interface Bound {
  readonly holds: boolean;
  readonly must: string;
  readonly current: string;
}

/**
 * Checks that a video is within {@linkcode VIDEO_BOUNDS}.
 *
 * @param facts Those that are known.
 * @throws {DecodeError} If it is not.
 */
export function requireBounds(path: string, facts: Partial<BoundedFacts>): void {
  for (const { holds, must, current } of boundsOf(facts)) {
    if (!holds) throw boundError(path, must, current);
  }
}

/**
 * Checks a number of packets.
 *
 * @throws {DecodeError} If there are too many.
 */
export function requirePackets(path: string, packets: number): void {
  const { packets: max } = VIDEO_BOUNDS;
  if (packets > max) throw boundError(path, `it must have at most ${max} packets`, "more");
}

function boundError(path: string, must: string, current: string): DecodeError {
  const details = { path, exitCode: null, stderr: "" };
  return new DecodeError(`${must}: current value is ${current}`, details);
}

function boundsOf(facts: Partial<BoundedFacts>): Bound[] {
  const { codedWidth = 1, codedHeight = 1, pixelAspect = 1, durationSec = 0 } = facts;
  const { displayWidth = 1, displayHeight = 1 } = facts;
  const max = VIDEO_BOUNDS;
  return [
    {
      holds: codedWidth * codedHeight <= max.pixels,
      must: `its images must have at most ${max.pixels} pixels`,
      current: `${codedWidth}x${codedHeight}`,
    },
    {
      holds: ratio(pixelAspect, 1) <= max.pixelAspect,
      must: `its pixels must be at most ${max.pixelAspect} times as wide as high, or the reverse`,
      current: pixelAspect >= 1
        ? `${format(pixelAspect)} times as wide`
        : `${format(1 / pixelAspect)} times as high`,
    },
    {
      holds: ratio(displayWidth, displayHeight) <= max.sideRatio,
      must: `its images must be at most ${max.sideRatio} times as wide as high, or the reverse`,
      current: `${format(displayWidth)}x${format(displayHeight)}`,
    },
    {
      holds: durationSec <= max.durationSec,
      must: `it must last at most ${max.durationSec / 3600} hours`,
      current: `${format(durationSec / 3600)} hours`,
    },
  ];
}

/** Returns the larger of two numbers divided by the smaller one. */
function ratio(first: number, second: number): number {
  return Math.max(first / second, second / first);
}

function format(value: number): string {
  return String(Number(value.toPrecision(10)));
}
