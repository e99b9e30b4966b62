import type { VideoClock } from "./video_probe.ts";

/**
 * Arguments before ffmpeg's input: time stamps and images as they are in the file, and one chain of
 * filters for all of them. (By itself ffmpeg starts a new chain where images have another size, and
 * that would count them again from the first.)
 */
export const TIMELINE_ARGUMENTS = ["-copyts", "-reinit_filter", "0", "-noautorotate"] as const;

/** Distance of two pictures if nothing says it. */
export const USUAL_STEP_SEC = 0.04;

/**
 * A longer step ahead from image to image is a break in the clock: in a broadcast, MPEG-TS or
 * MPEG-PS, where recordings are joined, and elsewhere, where an image may be shown for that long.
 */
export const MAX_STEP_SEC = { broadcast: 10, other: 3600 };

/**
 * Returns the filter of ffmpeg that puts decoded pictures on their time line, in a video that is
 * decoded from its start. This is the rule by which all of this program understands times:
 *
 * The first picture is shown at zero. Each other one follows its predecessor at the distance of
 * their time stamps. Where the clock breaks, as it jumps back, or ahead by more than `maxStepSec`,
 * or a picture has no time stamp, the picture follows at the last distance before.
 */
export function timelineFilter({ maxStepSec }: Pick<VideoClock, "maxStepSec">): string {
  const step = "PTS-PREV_INPTS";
  // Variable 0: the picture's time. Variable 1: the last distance.
  const usual = `if(gt(ld(1),0),ld(1),if(gt(FRAME_RATE,0),1/FRAME_RATE,${USUAL_STEP_SEC})/TB)`;
  const byClock = `if(gt(${step},0),st(1,${step}),0)`;
  const next = `if(between(${step},0,${maxStepSec}/TB),${byClock},${usual})`;
  return `setpts='st(0,if(eq(N,0),0,ld(0)+${next}))'`;
}

/**
 * The same for a video without breaks in its clock that is decoded from a key frame, by the time
 * stamps alone.
 */
export function unbrokenTimelineFilter({ firstTick }: Pick<VideoClock, "firstTick">): string {
  return `setpts=PTS-(${firstTick})`;
}
