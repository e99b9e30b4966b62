import type { VideoClock } from "../ffmpeg/video_probe.ts";

/**
 * Arguments before ffmpeg's input: time stamps and images as they are in the file, and one chain of
 * filters for all of them. (By itself ffmpeg starts a new chain where images have another size, and
 * that would count them again from the first.)
 */
export const TIMELINE_ARGUMENTS = ["-copyts", "-reinit_filter", "0", "-noautorotate"] as const;

/** A jump back by more is a break; a shorter one is a time stamp that is a little wrong. */
const MAX_STEP_BACK_SEC = 0.2;

/** Distance of two pictures if nothing says it. */
const USUAL_STEP_SEC = 0.04;

/**
 * Returns the filter of ffmpeg that puts decoded pictures on their time line, in a video that is
 * decoded from its start. This is the rule by which all of this program understands times:
 *
 * The first picture is shown at zero, each other one as much later as its time stamp is. Where the
 * clock breaks, as it jumps back by more than 0.2 s, or ahead by more than `maxStepSec`, the
 * picture follows its predecessor at the last distance before, and the clock counts on from there.
 * A picture whose time stamp is a little before its predecessor's replaces that one; a picture
 * without a time stamp follows at the last distance.
 */
export function timelineFilter({ maxStepSec }: Pick<VideoClock, "maxStepSec">): string {
  const step = "PTS-PREV_INPTS";
  // Variables. 0: the time stamp that is shown at zero. 1: the last distance. 2: the last time.
  const usual = `if(gt(ld(1),0),ld(1),if(gt(FRAME_RATE,0),1/FRAME_RATE,${USUAL_STEP_SEC})/TB)`;
  const next = `ld(2)+${usual}`;
  const isStep = `between(${step},-${MAX_STEP_BACK_SEC}/TB,${maxStepSec}/TB)`;
  const learnStep = `if(gt(${step},0),st(1,${step}))`;
  const followClock = `if(${isStep},${learnStep},st(0,PTS-(${next})))`;
  const byClock = `if(eq(N,0),st(0,PTS),${followClock});st(2,max(ld(2),PTS-ld(0)))`;
  return `setpts='if(isnan(PTS),st(2,if(eq(N,0),0,${next})),${byClock})'`;
}

/**
 * The same for a video without breaks in its clock that is decoded from a key frame, by the time
 * stamps alone.
 */
export function unbrokenTimelineFilter({ firstTick }: Pick<VideoClock, "firstTick">): string {
  return `setpts=PTS-(${firstTick})`;
}
