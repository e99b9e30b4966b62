/** How often a working filter says so. */
const INTERVAL_SEC = 5;

/** It looks at the clock once in so many images, so that this costs nothing. */
const IMAGES = 8;

/** The level of an error in ffmpeg's expressions: it is written whatever `-v` says. */
const ERROR_LEVEL = 16;

/** Numbers of images are written after it, so that nothing else looks like them. */
const MARK = 8e15;

/** A line of the expression below; newer versions of ffmpeg write who says it. */
const LINES = /(?:\[Eval @ \w+\] *)?8\d{15}\.000000\r?\n?/g;

/** The number of an image, of the expression or of ffmpeg's own statistics. */
const IMAGE_NUMBERS = /\b8(\d{15})\.000000|frame= *(\d+)/g;

/**
 * Returns a filter of ffmpeg that lets all images through, and writes the number of the image on
 * stderr every few seconds: a sign that images are decoded where none of them comes out, as before
 * the part of a video that is asked for. It stands before all filters that repeat images.
 */
export function heartbeatFilter(intervalSec = INTERVAL_SEC): string {
  return `select='1+0*if(mod(n,${IMAGES}),0,if(eq(n,0),st(0,time(0)),` +
    `if(gt(time(0),ld(0)+${intervalSec}),st(0,time(0)+0*print(${MARK}+n,${ERROR_LEVEL})))))'`;
}

/**
 * Returns an expression of ffmpeg's filter `select` that is zero, and writes the number of the second
 * image, if there is one, as {@linkcode heartbeatFilter} does.
 */
export function secondImageSign(): string {
  return `0*if(eq(n,1),print(${MARK}+n,${ERROR_LEVEL}))`;
}

/** Returns the number of the last image that a part of stderr names; undefined if it names none. */
export function lastImageNumber(stderr: string): string | undefined {
  let last: string | undefined;
  for (const [, marked, counted] of stderr.matchAll(IMAGE_NUMBERS)) last = marked ?? counted;
  return last;
}

/** Removes the lines of the expression from what ffmpeg wrote on stderr. */
export function withoutHeartbeats(stderr: string): string {
  return stderr.replaceAll(LINES, "");
}
