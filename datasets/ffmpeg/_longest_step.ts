import type { PacketList } from "./_parse_packets.ts";
import type { VideoClock } from "./video_probe.ts";

/** Shorter steps need no care: an image is then repeated some hundred times at most. */
const LONG_STEP_SEC = 10;

/**
 * Returns the longest step from image to image that is not a break in the clock, in seconds, if it
 * is a long one.
 */
export function longestStep(
  { tickSec, packets }: PacketList,
  { maxStepSec }: Pick<VideoClock, "maxStepSec">,
): number | undefined {
  let longest = 0;
  let previous: number | null = null;
  for (const { dts, pts } of packets) {
    const tick = dts ?? pts;
    const stepSec = tick === null || previous === null ? 0 : (tick - previous) * tickSec;
    if (stepSec <= maxStepSec) longest = Math.max(longest, stepSec);
    previous = tick ?? previous;
  }
  return longest > LONG_STEP_SEC ? longest : undefined;
}
