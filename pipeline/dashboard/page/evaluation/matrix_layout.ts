/** How a confusion matrix is drawn, in pixels. */
export interface MatrixLayout {
  /** Width and height of a cell. */
  readonly cell: number;
  /** Left edge of the cells: room for the names of the true classes. */
  readonly left: number;
  /** Top edge of the cells: room for the names of the answers. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Whether cells are large enough for their counts. */
  readonly hasCounts: boolean;
  /** Whether cells are large enough for lines between them. */
  readonly hasLines: boolean;
  /** The maximum number of characters of a name; 0 if there is no room for names. */
  readonly nameLength: number;
}

const LARGEST_CELL = 44;
const SMALLEST_CELL = 4;

/** Side of a cell from which there is room for lines, for a name beside it, and for its count. */
const CELL_WITH_LINES = 8;
const CELL_WITH_NAME = 11;
const CELL_WITH_COUNT = 20;

/** Width of a character of a name. */
const CHARACTER = 6.2;
const LONGEST_NAME = 18;
const GAP = 8;

/** The maximum share of the width that names take. */
const NAMES_SHARE = 0.3;

/** Lays a confusion matrix out in a width; one of very many classes may be wider. */
export function layoutMatrix(classes: readonly string[], width: number): MatrixLayout {
  const longest = Math.max(0, ...classes.map(({ length }) => length));
  const room = Math.floor((width * NAMES_SHARE - GAP) / CHARACTER);
  const wanted = Math.min(longest, LONGEST_NAME, room);
  const named = cellFor(classes, width - namesWidth(wanted));
  const hasNames = named >= CELL_WITH_NAME;
  const cell = hasNames ? named : cellFor(classes, width - 2 * GAP);
  const nameLength = hasNames ? wanted : 0;
  const left = namesWidth(nameLength);
  const side = cell * classes.length;
  return {
    cell,
    left,
    top: left,
    width: left + side + 1,
    height: left + side + 1,
    hasCounts: cell >= CELL_WITH_COUNT,
    hasLines: cell >= CELL_WITH_LINES,
    nameLength,
  };
}

function namesWidth(characters: number): number {
  return characters === 0 ? GAP : Math.ceil(characters * CHARACTER) + GAP;
}

function cellFor(classes: readonly string[], room: number): number {
  const cell = Math.floor((room - 1) / Math.max(1, classes.length));
  return Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, cell));
}
