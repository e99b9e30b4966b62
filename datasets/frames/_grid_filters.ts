/** Resolution of the clock by which images are put on the grid. */
const TICKS_PER_FRAME = 10_000;

/** A time grid, and the first frame on it that is wanted. */
export interface Grid {
  readonly framesPerSecond: number;
  readonly startFrame: number;
}

/**
 * Returns the filters that put images on a grid.
 *
 * @param startSec When the grid begins, in seconds after the first frame wanted.
 */
export function gridFilters({ framesPerSecond, startFrame }: Grid, startSec = 0): string[] {
  return [
    // A clock in which a grid frame is a whole number of ticks, counted from the first frame wanted.
    // Otherwise fps would round the start, and an image near the middle between two grid frames
    // could change sides.
    `settb=expr=1/(${framesPerSecond}*${TICKS_PER_FRAME})`,
    `setpts=PTS-${startFrame * TICKS_PER_FRAME}`,
    `fps=fps=${framesPerSecond}:round=near:start_time=${startSec.toFixed(6)}`,
  ];
}

/**
 * The filter after which the last image stays for ever, however long the file says that it lasts: it
 * is repeated at the video's frame rate, which must be known where this filter stands.
 */
export const KEEP_LAST_IMAGE = "tpad=stop=-1:stop_mode=clone";

/**
 * Returns the filters that put images of an unknown frame rate on a grid, where the last one stays.
 * Before the grid ffmpeg would repeat it without end at one time. So it is repeated on the grid,
 * which begins a frame before the video to have it at least once.
 */
export function lastingGridFilters({ framesPerSecond, startFrame }: Grid): string[] {
  const wholeGrid = gridFilters({ framesPerSecond, startFrame: 0 }, -1 / framesPerSecond);
  return [...wholeGrid, KEEP_LAST_IMAGE, `select='gte(n,${startFrame + 1})'`];
}

/** Returns the filter that scales images to a size: numbers, or ffmpeg's expressions. */
export function scaleFilter(
  { width, height }: { readonly width: number | string; readonly height: number | string },
  kernel: "bicubic" | "bilinear",
): string {
  const quote = (value: number | string) => typeof value === "number" ? value : `'${value}'`;
  const flags = `${kernel}+accurate_rnd+full_chroma_int+bitexact`;
  return `scale=w=${quote(width)}:h=${quote(height)}:flags=${flags}`;
}
