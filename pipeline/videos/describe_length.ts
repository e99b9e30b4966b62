import type { VideoProbe } from "../../datasets/mod.ts";

/** How much a container's claim may differ: sound often lasts a little longer than the images. */
const TOLERANCE = { seconds: 1, share: 0.1 };

/**
 * Returns a note on a video whose container claims another length than that of its images;
 * undefined if they agree. The images' length is used everywhere, so nothing is damaged: sound that
 * lasts longer, joined recordings, a file that was cut off.
 */
export function describeLength(
  { claimedSec, durationSec, clock }: Pick<VideoProbe, "claimedSec" | "durationSec" | "clock">,
): string | undefined {
  if (claimedSec === null) return undefined;
  // Some containers claim when the images end, although they do not begin at zero.
  const firstSec = clock.firstTick * clock.tickSec;
  const differences = [durationSec, firstSec + durationSec].map((length) =>
    Math.abs(claimedSec - length)
  );
  const tolerance = Math.max(TOLERANCE.seconds, TOLERANCE.share * durationSec);
  if (Math.min(...differences) <= tolerance) return undefined;
  return `its images last ${durationSec.toFixed(1)} s, its container says ${
    claimedSec.toFixed(1)
  } s`;
}
