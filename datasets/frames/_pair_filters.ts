/** What {@linkcode pairFilters} makes pairs of. */
export interface PairFiltersOptions {
  /** The filters that make frames of images. */
  readonly frames: readonly string[];
  /** The same for the images that follow them; these frames must not end before the others. */
  readonly nextFrames: readonly string[];
  /** Whether a single image is a pair with itself; if not, it gives nothing. */
  readonly hasOne: boolean;
}

/** Shows each image at the time of the one before it; the first one is left out. */
const ONE_EARLIER = "setpts='if(eq(N,0),PTS,PREV_INPTS)',select='gte(n,1)'";

/** The last image follows itself. */
const LAST_TWICE = "tpad=stop=1:stop_mode=clone,";

/**
 * Returns filters that give frames of twice the height: each frame above the one that is made of
 * the next image in the file. Images are paired before the grid leaves some out and repeats others.
 * Both streams have the same times, so that the grid takes the same ones of both.
 */
export function pairFilters({ frames, nextFrames, hasOne }: PairFiltersOptions): string {
  return [
    "split[image][same]",
    `[image]${frames.join(",")}[frame]`,
    `[same]${hasOne ? LAST_TWICE : ""}${ONE_EARLIER},${nextFrames.join(",")}[next]`,
    "[frame][next]vstack=shortest=1",
  ].join(";");
}
