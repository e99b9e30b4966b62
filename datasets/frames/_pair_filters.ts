import { secondImageSign } from "../ffmpeg/_heartbeat.ts";

/** What {@linkcode pairFilters} makes pairs of. */
export interface PairFiltersOptions {
  /** The filters that make frames of images. */
  readonly frames: readonly string[];
  /** The same for the images that follow them; these frames must not end before the others. */
  readonly nextFrames: readonly string[];
}

/** Shows each image at the time of the one before it. The last one follows itself. */
const ONE_EARLIER = [
  "tpad=stop=1:stop_mode=clone",
  "setpts='if(eq(N,0),PTS,PREV_INPTS)'",
  "select='gte(n,1)'",
];

/**
 * Returns the filter that names the second image on stderr, if there is one. It stands before all
 * filters that repeat images.
 */
export function secondImageFilter(): string {
  return `select='1+${secondImageSign()}'`;
}

/**
 * Returns filters that give frames of twice the height: each frame above the one that is made of
 * the next image in the file. Images are paired before the grid leaves some out and repeats others.
 * Both streams have the same times, so that the grid takes the same ones of both.
 */
export function pairFilters({ frames, nextFrames }: PairFiltersOptions): string {
  return [
    "split[image][same]",
    `[image]${frames.join(",")}[frame]`,
    `[same]${[...ONE_EARLIER, ...nextFrames].join(",")}[next]`,
    "[frame][next]vstack=shortest=1",
  ].join(";");
}
