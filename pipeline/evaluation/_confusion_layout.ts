import { GAP, MARGIN, TEXT_SIZE, TITLE_SIZE } from "../pictures/measures.ts";
import { textWidth } from "../pictures/text_width.ts";

/** Title of the rows. */
export const ROWS_TITLE = "true class";

/** Title of the columns. */
export const COLUMNS_TITLE = "most probable class";

/** Size of a color of the legend, in pixels. */
export const SWATCH = { width: 48, height: 20 } as const;

/** Upper edge of the legend, in pixels. */
export const LEGEND_TOP = MARGIN + TITLE_SIZE + 2 * GAP;

/** Upper edge of what follows the legend, in pixels. */
export const HEAD_HEIGHT = LEGEND_TOP + SWATCH.height + MARGIN;

/** Side in pixels that the matrix should have, as far as its cells keep to their limits. */
const MATRIX_SIDE = 1000;

/** Smallest and largest side of a cell; the smallest still leaves room for a readable name. */
const CELL_SIDE = { least: 12, most: 64 } as const;

/** Size of a name in proportion to the cell beside it. */
const NAME_SHARE = 0.85;

/** Share of a row from which text on a cell has the color of the background. */
const INVERTED_FROM = 0.4;

/** A true class with its test videos. */
export interface ConfusionRow {
  /** Name of the class. */
  readonly name: string;
  /** Videos by their most probable class. */
  readonly counts: readonly number[];
  /** All of them. */
  readonly videos: number;
}

/** Where the parts lie, in pixels. */
export interface ConfusionLayout {
  /** Left edge of the matrix. */
  readonly left: number;
  /** Upper edge of the matrix. */
  readonly top: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Side of the matrix. */
  readonly side: number;
  /** Size of the names. */
  readonly nameSize: number;
  /** Names of columns are turned where the cells are too narrow for them. */
  readonly turned: boolean;
}

/**
 * Decides where the parts lie.
 *
 * @param names Names of the classes, as they are shown.
 */
export function layOutConfusion(names: readonly string[]): ConfusionLayout {
  const cell = Math.min(
    CELL_SIDE.most,
    Math.max(CELL_SIDE.least, Math.floor(MATRIX_SIDE / names.length)),
  );
  const nameSize = Math.min(TEXT_SIZE, cell * NAME_SHARE);
  const longest = Math.max(...names.map((name) => textWidth(name, nameSize)));
  const turned = longest > cell - GAP / 2;
  const titleHeight = TEXT_SIZE + GAP;
  return {
    cell,
    nameSize,
    turned,
    side: cell * names.length,
    left: Math.ceil(MARGIN + titleHeight + longest + GAP),
    top: Math.ceil(HEAD_HEIGHT + titleHeight + (turned ? longest : nameSize) + GAP),
  };
}

/** How much of the color covers the background; small shares stand out from none. */
export function opacity(share: number): number {
  return Math.sqrt(share);
}

/** Class of the text that is readable on a cell. */
export function inkOn(share: number): string {
  return share >= INVERTED_FROM ? "on-accent" : "ink";
}
