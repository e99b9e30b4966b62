import {
  BASELINE_BELOW_MIDDLE,
  GAP,
  LINE_HEIGHT,
  SMALL_SIZE,
  TEXT_SIZE,
} from "../pictures/measures.ts";
import type { Part } from "../pictures/part.ts";
import { svgElement, svgPath, svgText, svgTooltip } from "../pictures/svg.ts";
import { shortenText, textWidth } from "../pictures/text_width.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { cellLook } from "./_cell_look.ts";

/** A true class with its test videos. */
export interface ConfusionRow {
  /** Name of the class. */
  readonly name: string;
  /** Videos by their most probable class. */
  readonly counts: readonly number[];
  /** All of them. */
  readonly videos: number;
}

const TITLES = { rows: "true class", columns: "most probable class" } as const;

/** Side in pixels that the matrix should have, as far as its cells keep to their limits. */
const MATRIX_SIDE = 1000;

/** Smallest and largest side of a cell; the smallest still leaves room for a readable name. */
const CELL_SIDE = { least: 12, most: 64 } as const;

/** Side of a cell from which there is room for the share below the count, in pixels. */
const CELL_WITH_SHARE = 44;

/** Size of a name and of a count in proportion to its cell. */
const NAME_SHARE = 0.85;
const COUNT_SHARE = 2 / 3;

/** Longest name in average characters; the tooltip has the whole. */
const LONGEST_NAME = 32;

/** Height of the line of an axis title. */
const TITLE_LINE = LINE_HEIGHT * TEXT_SIZE;

/** Where the parts lie, in pixels. */
interface Layout {
  /** Left and upper edge of the cells. */
  readonly left: number;
  readonly top: number;
  /** Sides of a cell and of all of them. */
  readonly cell: number;
  readonly side: number;
  readonly nameSize: number;
  /** Names of columns are turned where the cells are too narrow for them. */
  readonly turned: boolean;
}

/** Makes the matrix: the names of rows and columns, and a cell for each pair of them. */
export function confusionMatrix(rows: readonly ConfusionRow[], classes: readonly string[]): Part {
  const layout = layOut(classes);
  return {
    width: Math.max(layout.left + layout.side, layout.left + textWidth(TITLES.columns, TEXT_SIZE)),
    height: Math.max(layout.top + layout.side, layout.top + textWidth(TITLES.rows, TEXT_SIZE)),
    draw: (corner, upper) => {
      const placed = { ...layout, left: corner + layout.left, top: upper + layout.top };
      return [
        ...drawAxisTitles({ corner, upper, placed }),
        ...rows.map((row, index) => drawRowName(row, index, placed)),
        ...classes.map((name, index) => drawColumnName(name, index, placed)),
        ...drawGrid(rows, placed),
        ...rows.flatMap((row, index) => drawRow(row, { classes, index, placed })),
      ];
    },
  };
}

function layOut(classes: readonly string[]): Layout {
  const fitting = Math.floor(MATRIX_SIDE / classes.length);
  const cell = Math.min(CELL_SIDE.most, Math.max(CELL_SIDE.least, fitting));
  const nameSize = Math.min(TEXT_SIZE, cell * NAME_SHARE);
  const shown = classes.map((name) => shortenText(name, LONGEST_NAME));
  const longest = Math.max(...shown.map((name) => textWidth(name, nameSize)));
  const turned = longest > cell - GAP / 2;
  return {
    cell,
    nameSize,
    turned,
    side: cell * classes.length,
    left: Math.ceil(TITLE_LINE + longest + GAP),
    top: Math.ceil(TITLE_LINE + (turned ? longest : nameSize) + GAP),
  };
}

/** A layout with the corner of the whole matrix, names included. */
interface Frame {
  readonly corner: number;
  readonly upper: number;
  readonly placed: Layout;
}

/** Writes what rows and columns are, where a large matrix begins. */
function drawAxisTitles({ corner, upper, placed: { left, top } }: Frame): string[] {
  const attributes = { class: "muted", "font-size": TEXT_SIZE };
  const turned = `translate(${corner + TEXT_SIZE} ${top}) rotate(-90)`;
  return [
    svgText(TITLES.columns, { ...attributes, x: left, y: upper + TEXT_SIZE }),
    svgText(TITLES.rows, { ...attributes, "text-anchor": "end", transform: turned }),
  ];
}

/** Writes the name of a row; the tooltip says how much of it is right. */
function drawRowName(
  { name, counts, videos }: ConfusionRow,
  index: number,
  { left, top, cell, nameSize }: Layout,
): string {
  const right = counts[index] ?? 0;
  const tooltip = videos === 0
    ? `${name}: no test video`
    : `${name}: ${right} of ${videos} right (${formatPercent(right / videos)})`;
  const text = svgText(shortenText(name, LONGEST_NAME), {
    class: "ink",
    x: left - GAP,
    y: top + (index + 0.5) * cell + BASELINE_BELOW_MIDDLE * nameSize,
    "font-size": nameSize,
    "text-anchor": "end",
  });
  return svgElement("g", {}, svgTooltip(tooltip), text);
}

function drawColumnName(
  name: string,
  index: number,
  { left, top, cell, nameSize, turned }: Layout,
): string {
  const middle = left + (index + 0.5) * cell;
  const baseline = middle + BASELINE_BELOW_MIDDLE * nameSize;
  const position = turned
    ? { transform: `translate(${baseline} ${top - GAP}) rotate(-90)` }
    : { x: middle, y: top - GAP, "text-anchor": "middle" };
  const text = svgText(shortenText(name, LONGEST_NAME), {
    class: "ink",
    "font-size": nameSize,
    ...position,
  });
  return svgElement("g", {}, svgTooltip(name), text);
}

/** Draws thin lines between the cells, and gray rows where there is no video. */
function drawGrid(rows: readonly ConfusionRow[], { left, top, cell, side }: Layout): string[] {
  const empty = rows.flatMap(({ name, videos }, index) => {
    if (videos > 0) return [];
    const place = { x: left, y: top + index * cell, width: side, height: cell };
    const tooltip = svgTooltip(`${name}: no test video`);
    return [svgElement("rect", { ...place, class: "field" }, tooltip)];
  });
  const lines = Array.from({ length: rows.length + 1 }, (_, index) => {
    const distance = index * cell;
    const horizontal = svgPath("M", left, top + distance, "h", side);
    return `${horizontal} ${svgPath("M", left + distance, top, "v", side)}`;
  });
  return [...empty, svgElement("path", { class: "rule", d: lines.join(" ") })];
}

/** The row that is drawn. */
interface RowOptions {
  /** Names of the columns. */
  readonly classes: readonly string[];
  readonly index: number;
  readonly placed: Layout;
}

/** Draws the cells of a row that hold a video. */
function drawRow(row: ConfusionRow, { classes, index, placed }: RowOptions): string[] {
  const { left, top, cell } = placed;
  return row.counts.flatMap((count, predicted) => {
    if (count === 0) return [];
    const share = count / row.videos;
    const place = { x: left + predicted * cell, y: top + index * cell };
    const answer = predicted === index ? "right" : `taken for ${classes[predicted]}`;
    const tooltip = `${row.name} ${answer}: ${count} of ${row.videos} (${formatPercent(share)})`;
    const size = { width: cell, height: cell, "fill-opacity": cellLook(share).opacity };
    const rectangle = { ...place, ...size, class: "accent" };
    return [
      svgElement("rect", rectangle, svgTooltip(tooltip)),
      ...drawNumbers(count, share, { ...place, cell }),
    ];
  });
}

/** Writes a count, and in large cells the share below it, unless it is wider than its cell. */
function drawNumbers(
  count: number,
  share: number,
  { x, y, cell }: { readonly x: number; readonly y: number; readonly cell: number },
): string[] {
  const size = Math.min(TEXT_SIZE, cell * COUNT_SHARE);
  if (textWidth(String(count), size) > cell) return [];
  const attributes = {
    class: `${cellLook(share).ink} through`,
    x: x + cell / 2,
    "text-anchor": "middle",
  };
  const middle = y + cell / 2 + BASELINE_BELOW_MIDDLE * size;
  if (cell < CELL_WITH_SHARE) {
    return [svgText(String(count), { ...attributes, y: middle, "font-size": size })];
  }
  const countY = middle - SMALL_SIZE / 2;
  const shareY = countY + SMALL_SIZE + GAP / 2;
  return [
    svgText(String(count), { ...attributes, y: countY, "font-size": size }),
    svgText(formatPercent(share), { ...attributes, y: shareY, "font-size": SMALL_SIZE }),
  ];
}
