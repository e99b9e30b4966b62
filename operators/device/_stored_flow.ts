/** How displacements are stored in a byte: 0 is exactly `zero`, so that still points stay still. */
export const STORED_FLOW = {
  /** The largest displacement in pixels; longer ones are cut to it. */
  largest: 20,
  /** The level of no displacement. */
  zero: 127,
  /** Levels a pixel. */
  levelsPerPixel: 127 / 20,
} as const;
