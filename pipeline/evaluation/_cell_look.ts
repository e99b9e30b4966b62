/** How a cell shows its share of a row. */
export interface CellLook {
  /** How much of the color covers the background. */
  readonly opacity: number;
  /** Class of a text that is readable on it, with a contrast of at least 4.5 in both schemes. */
  readonly ink: "ink" | "on-accent";
}

/** The share from which a cell is dark, and the opacities between which no text is readable. */
const DARK = { from: 0.5, above: 0.53, least: 0.75 } as const;

/** Returns the look of a cell: the darker, the larger its share, 0 to 1. */
export function cellLook(share: number): CellLook {
  const { from, above, least } = DARK;
  if (share < from) {
    // Small shares stand out from none.
    return { opacity: above * Math.sqrt(share / from), ink: "ink" };
  }
  return { opacity: least + (1 - least) * (share - from) / (1 - from), ink: "on-accent" };
}
