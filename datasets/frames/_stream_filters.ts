import { heartbeatFilter } from "../ffmpeg/_heartbeat.ts";
import { timelineFilter } from "../ffmpeg/_timeline.ts";
import { VIDEO_BOUNDS } from "../ffmpeg/video_bounds.ts";
import type { FrameSize } from "./frame_dimensions.ts";
import { gridFilters, lastingGridFilters, scaleFilter } from "./_grid_filters.ts";
import { pairFilters, secondImageFilter } from "./_pair_filters.ts";
import type { FrameSourceOptions } from "./open_frames.ts";

/** What {@linkcode streamFilters} makes of images. */
interface StreamFiltersOptions
  extends Pick<FrameSourceOptions, "framesPerSecond" | "size" | "nextFrames"> {
  /** A longer step ahead from image to image is a break in the clock, in seconds. */
  readonly maxStepSec: number;
}

/** Returns the filters that make frames, or pairs of them, of the images of a stream. */
export function streamFilters(
  { framesPerSecond, size, nextFrames = false, maxStepSec }: StreamFiltersOptions,
): string {
  const grid = { framesPerSecond, startFrame: 0 };
  const images = [
    heartbeatFilter(),
    timelineFilter({ maxStepSec }),
    // Before images are repeated: ffmpeg 9 holds all repetitions of one that stays for long, which
    // then are one image.
    scaleFilter(sizeExpressions(size), "bilinear"),
  ];
  // Renumbered from 0, else the first frame would be repeated up to its time.
  const frames = [...gridFilters(grid), "setpts=N"];
  if (!nextFrames) return [...images, ...frames].join(",");
  const pairs = pairFilters({
    frames,
    nextFrames: [...lastingGridFilters(grid), "setpts=N"],
  });
  return [...images, secondImageFilter(), pairs].join(",");
}

/**
 * The size of `frameDimensions()` in ffmpeg's words: it alone knows that of the images. Where they
 * are past the bounds, the size is just past them too.
 */
function sizeExpressions(size: FrameSize) {
  if (!("shortSide" in size)) return size;
  const { shortSide } = size;
  const longest = VIDEO_BOUNDS.sideRatio * shortSide + 1;
  return {
    width: `if(lte(iw*sar,ih),${shortSide},min(${longest},round(${shortSide}*iw*sar/ih)))`,
    height: `if(lte(iw*sar,ih),min(${longest},round(${shortSide}*ih/(iw*sar))),${shortSide})`,
  };
}
