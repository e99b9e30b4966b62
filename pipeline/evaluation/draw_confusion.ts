import { svgElement, svgPath, svgText, svgTooltip } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { shortenText, textWidth } from "../pictures/text_width.ts";
import type { Scores } from "../run/results.ts";

/** Options of {@linkcode drawConfusion}. */
export interface DrawConfusionOptions {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Written above the matrix. */
  readonly title: string;
}

/** Side in pixels that the matrix should have, as far as its cells keep to their limits. */
const MATRIX_SIDE = 1000;

/** Smallest and largest side of a cell; the smallest still leaves room for a readable name. */
const CELL_SIDE = { least: 12, most: 64 } as const;

/** Sides of a cell from which it has a line around it, and room for the share below the count. */
const CELL_WITH_SHARE = 44;

const MARGIN = 24;
const GAP = 8;
const TITLE_SIZE = 18;
const TEXT_SIZE = 13;
const SMALL_SIZE = 11;

/** Size of a name in proportion to the cell beside it. */
const NAME_SHARE = 0.85;

/** Baseline of a text below its middle, in multiples of its size. */
const MIDDLE = 0.35;

/** Longest name in average characters; the tooltip has the whole. */
const LONGEST_NAME = 32;

/** Share of a row from which text on a cell has the color of the background. */
const INVERTED_FROM = 0.4;

const LEGEND_SHARES = [0, 0.25, 0.5, 0.75, 1] as const;
const SWATCH = { width: 48, height: 20 } as const;

/** What the description lists of the most frequent mistakes. */
const NAMED_MISTAKES = 3;

const ROWS_TITLE = "true class";
const COLUMNS_TITLE = "most probable class";

/** A true class with its test videos. */
interface Row {
  readonly name: string;
  /** Videos by their most probable class. */
  readonly counts: readonly number[];
  readonly videos: number;
}

/** Where the parts lie, in pixels. */
interface Layout {
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
 * Draws a confusion matrix as SVG: a row for each true class, a column for each most probable one; the
 * darker a cell, the larger its share of the row. Counts, and in large cells shares, are written where they
 * fit; all of them, and names in full, are shown while the pointer is over a cell or a name. Rows of classes
 * without a video are gray.
 */
export function drawConfusion(
  { confusion }: Pick<Scores, "confusion">,
  { classes, title }: DrawConfusionOptions,
): string {
  const rows = confusion.map((counts, label): Row => ({
    name: classes[label] ?? String(label),
    counts,
    videos: counts.reduce((sum, count) => sum + count, 0),
  }));
  const names = classes.map((name) => shortenText(name, LONGEST_NAME));
  const layout = layOut(names);
  const legend = drawLegend(rows.some(({ videos }) => videos === 0));
  const contentWidth = Math.max(
    layout.left - MARGIN + Math.max(layout.side, textWidth(COLUMNS_TITLE, TEXT_SIZE)),
    legend.width,
    textWidth(title, TITLE_SIZE),
  );
  const size = {
    width: Math.ceil(contentWidth + 2 * MARGIN),
    height: Math.ceil(
      layout.top + Math.max(layout.side, textWidth(ROWS_TITLE, TEXT_SIZE)) + MARGIN,
    ),
  };
  return svgDocument({ ...size, title, description: describe(rows) }, [
    svgText(title, {
      class: "ink bold",
      x: MARGIN,
      y: MARGIN + TITLE_SIZE,
      "font-size": TITLE_SIZE,
    }),
    ...legend.elements,
    ...drawAxisTitles(layout),
    ...rows.map((row, index) => drawRowName(row, names[index] ?? row.name, { index, layout })),
    ...classes.map((name, index) => drawColumnName(name, names[index] ?? name, { index, layout })),
    ...drawGrid(rows, layout),
    ...rows.flatMap((row, index) => drawRow(row, { classes, index, layout })),
  ]);
}

/** Upper edge of the legend. */
const LEGEND_TOP = MARGIN + TITLE_SIZE + 2 * GAP;

/** Upper edge of what follows the legend. */
const HEAD_HEIGHT = LEGEND_TOP + SWATCH.height + MARGIN;

function layOut(names: readonly string[]): Layout {
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

/** Which color is which share. */
function drawLegend(hasEmptyRows: boolean): { elements: string[]; width: number } {
  const text = "of the videos of the true class";
  const middle = LEGEND_TOP + SWATCH.height / 2 + MIDDLE * SMALL_SIZE;
  const frame = { ...SWATCH, y: LEGEND_TOP };
  const swatches = LEGEND_SHARES.flatMap((share, index) => {
    const left = MARGIN + index * SWATCH.width;
    return [
      svgElement("rect", { ...frame, x: left, class: "accent", "fill-opacity": opacity(share) }),
      svgText(percent(share), {
        class: inkOn(share),
        x: left + SWATCH.width / 2,
        y: middle,
        "font-size": SMALL_SIZE,
        "text-anchor": "middle",
      }),
    ];
  });
  const width = LEGEND_SHARES.length * SWATCH.width;
  const right = MARGIN + width + GAP;
  const label = { class: "muted", y: middle, "font-size": TEXT_SIZE };
  const elements = [
    ...swatches,
    svgElement("rect", { ...frame, x: MARGIN, width, class: "rule" }),
    svgText(text, { ...label, x: right }),
  ];
  const textRight = right + textWidth(text, TEXT_SIZE);
  if (!hasEmptyRows) return { elements, width: textRight - MARGIN };
  const emptyLeft = textRight + GAP;
  const emptyText = "no test video";
  const emptyTextLeft = emptyLeft + SWATCH.height + GAP;
  elements.push(
    svgElement("rect", { ...frame, x: emptyLeft, width: SWATCH.height, class: "void" }),
    svgText(emptyText, { ...label, x: emptyTextLeft }),
  );
  return { elements, width: emptyTextLeft + textWidth(emptyText, TEXT_SIZE) - MARGIN };
}

function drawAxisTitles({ left, top, side }: Layout): string[] {
  const attributes = { class: "muted", "font-size": TEXT_SIZE };
  const y = HEAD_HEIGHT + TEXT_SIZE;
  const middle = top + Math.max(side, textWidth(ROWS_TITLE, TEXT_SIZE)) / 2;
  const room = Math.max(side, textWidth(COLUMNS_TITLE, TEXT_SIZE));
  return [
    svgText(COLUMNS_TITLE, { ...attributes, x: left + room / 2, y, "text-anchor": "middle" }),
    svgText(ROWS_TITLE, {
      ...attributes,
      "text-anchor": "middle",
      transform: `translate(${MARGIN + TEXT_SIZE} ${middle}) rotate(-90)`,
    }),
  ];
}

/** Which row or column is drawn, and where. */
interface NameOptions {
  readonly index: number;
  readonly layout: Layout;
}

function drawRowName(row: Row, shown: string, { index, layout }: NameOptions): string {
  const { left, top, cell, nameSize } = layout;
  const right = row.counts[index] ?? 0;
  const tooltip = row.videos === 0
    ? `${row.name}: no test video`
    : `${row.name}: ${right} of ${row.videos} right (${percent(right / row.videos)})`;
  const text = svgText(shown, {
    class: "ink",
    x: left - GAP,
    y: top + (index + 0.5) * cell + MIDDLE * nameSize,
    "font-size": nameSize,
    "text-anchor": "end",
  });
  return svgElement("g", {}, svgTooltip(tooltip), text);
}

function drawColumnName(name: string, shown: string, { index, layout }: NameOptions): string {
  const { left, top, cell, nameSize, turned } = layout;
  const middle = left + (index + 0.5) * cell;
  const attributes = { class: "ink", "font-size": nameSize };
  const text = turned
    ? svgText(shown, {
      ...attributes,
      transform: `translate(${middle + MIDDLE * nameSize} ${top - GAP}) rotate(-90)`,
    })
    : svgText(shown, { ...attributes, x: middle, y: top - GAP, "text-anchor": "middle" });
  return svgElement("g", {}, svgTooltip(name), text);
}

/** Thin lines between the cells, and gray rows where there is no video. */
function drawGrid(rows: readonly Row[], { left, top, cell, side }: Layout): string[] {
  const empty = rows.flatMap(({ name, videos }, index) => {
    if (videos > 0) return [];
    const place = { x: left, y: top + index * cell, width: side, height: cell };
    const tooltip = svgTooltip(`${name}: no test video`);
    return [svgElement("rect", { ...place, class: "void" }, tooltip)];
  });
  const lines = Array.from({ length: rows.length + 1 }, (_, index) => {
    const distance = index * cell;
    const horizontal = svgPath("M", left, top + distance, "h", side);
    return `${horizontal} ${svgPath("M", left + distance, top, "v", side)}`;
  });
  return [...empty, svgElement("path", { class: "rule", d: lines.join(" ") })];
}

/** The row that is drawn. */
interface RowOptions extends NameOptions {
  /** Names of the columns. */
  readonly classes: readonly string[];
}

/** The cells of a row that hold a video. */
function drawRow(row: Row, { classes, index, layout }: RowOptions): string[] {
  return row.counts.flatMap((count, predicted) => {
    if (count === 0) return [];
    const share = count / row.videos;
    const { left, top, cell } = layout;
    const place = { x: left + predicted * cell, y: top + index * cell };
    const answer = predicted === index ? "right" : `taken for ${classes[predicted]}`;
    const tooltip = `${row.name} ${answer}: ${count} of ${row.videos} (${percent(share)})`;
    const rectangle = svgElement(
      "rect",
      { ...place, width: cell, height: cell, class: "accent", "fill-opacity": opacity(share) },
      svgTooltip(tooltip),
    );
    return [rectangle, ...drawNumbers(count, share, { ...place, side: cell })];
  });
}

/** A cell, in pixels. */
interface Cell {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Writes a count, and in large cells the share below it, unless it is wider than its cell. */
function drawNumbers(count: number, share: number, { x, y, side }: Cell): string[] {
  const size = Math.min(TEXT_SIZE, side * 2 / 3);
  const withShare = side >= CELL_WITH_SHARE;
  const attributes = {
    class: `${inkOn(share)} through`,
    x: x + side / 2,
    "text-anchor": "middle",
  };
  if (textWidth(String(count), size) > side) return [];
  const middle = y + side / 2 + MIDDLE * size;
  const countY = withShare ? middle - SMALL_SIZE / 2 : middle;
  const countText = svgText(String(count), { ...attributes, y: countY, "font-size": size });
  if (!withShare) return [countText];
  const shareY = countY + SMALL_SIZE + GAP / 2;
  return [
    countText,
    svgText(percent(share), { ...attributes, y: shareY, "font-size": SMALL_SIZE }),
  ];
}

/** What the picture shows, in words. */
function describe(rows: readonly Row[]): string {
  const videos = rows.reduce((sum, row) => sum + row.videos, 0);
  const mistakes = rows.flatMap((row, label) =>
    row.counts.flatMap((count, predicted) => {
      if (predicted === label || count === 0) return [];
      const text = `${row.name} for ${rows[predicted]?.name}, ${count} of ${row.videos}`;
      return [{ count, text }];
    })
  );
  const frequent = mistakes
    .toSorted((first, second) => second.count - first.count)
    .slice(0, NAMED_MISTAKES)
    .map(({ text }) => text);
  const counted = `${rows.length} classes, ${videos} test videos. ` +
    "Rows are true classes, columns the classes found most probable.";
  return frequent.length === 0
    ? `${counted} No video was taken for another class.`
    : `${counted} Most frequent mistakes: ${frequent.join("; ")}.`;
}

/** How much of the color covers the background; small shares stand out from none. */
function opacity(share: number): number {
  return Math.sqrt(share);
}

/** Class of the text that is readable on a cell. */
function inkOn(share: number): string {
  return share >= INVERTED_FROM ? "on-accent" : "ink";
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
