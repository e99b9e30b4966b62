/** Space around the content of a picture, in pixels. */
export const MARGIN = 24;

/** Space between parts that belong together, in pixels. */
export const GAP = 8;

/** Size of the font of a title, in pixels. */
export const TITLE_SIZE = 18;

/** Size of the font of names and sentences, in pixels. */
export const TEXT_SIZE = 13;

/** Size of the font of numbers beside other things, in pixels. */
export const SMALL_SIZE = 12;

/** Distance from a line of text to the next, in multiples of the font's size. */
export const LINE_HEIGHT = 1.5;

/**
 * Distance from the middle of a line of text down to its baseline, in multiples of the font's size.
 */
export const BASELINE_BELOW_MIDDLE = 0.35;
