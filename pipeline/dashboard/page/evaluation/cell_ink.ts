/** How a cell of a confusion matrix is filled. */
export interface CellInk {
  /** Opacity of the cell's color, 0 to 1. */
  readonly opacity: number;
  /** Whether a count in it is written in the color for text on the cell's color. */
  readonly isInverted: boolean;
}

/** Share of a row from which a cell is dark. */
const DARK_FROM = 0.5;

/**
 * Opacities of light and of dark cells. None is between them: neither of the two colors of text has
 * enough contrast there.
 */
const LIGHT = [0.08, 0.5] as const;
const DARK = [0.76, 1] as const;

/** Returns how a cell is filled that holds a share of its row, more than 0 to 1. */
export function cellInk(share: number): CellInk {
  const isInverted = share > DARK_FROM;
  const [from, to] = isInverted ? DARK : LIGHT;
  const part = isInverted ? (share - DARK_FROM) / (1 - DARK_FROM) : share / DARK_FROM;
  return { opacity: from + (to - from) * part, isInverted };
}
