import type { KeyFrame, VideoClock } from "../ffmpeg/video_probe.ts";

/** Where to start decoding: at a key frame, or null for the file's start. */
export type DecodingStart = KeyFrame | null;

/** Before this time seeking gains nothing. */
const SHORTEST_SEEK_SEC = 1;

/** How much earlier the second key frame is that is tried. */
const SECOND_TRY_SEC = 1;

/**
 * Returns where to start decoding for the frames from `startSec` on, best first: the last key frame
 * before it, a key frame at least a second earlier (a seek may miss its target), the file's start.
 * Any of them gives the same frames, or is found to be missed.
 *
 * @param startSec Time on the video's time line; a key frame at exactly this time counts.
 */
export function decodingStarts(
  { tickSec, firstTick, keyFrames }: VideoClock,
  startSec: number,
): readonly DecodingStart[] {
  const timeOf = ({ tick }: KeyFrame) => (tick - firstTick) * tickSec;
  const lastBefore = (seconds: number) => keyFrames.findLast((frame) => timeOf(frame) <= seconds);
  const nearest = lastBefore(startSec);
  const starts: DecodingStart[] = [];
  if (nearest !== undefined && timeOf(nearest) > SHORTEST_SEEK_SEC) {
    starts.push(nearest);
    const earlier = lastBefore(timeOf(nearest) - SECOND_TRY_SEC);
    if (earlier !== undefined && timeOf(earlier) > SHORTEST_SEEK_SEC) starts.push(earlier);
  }
  return [...starts, null];
}
