import { BASELINE_BELOW_MIDDLE, GAP, SMALL_SIZE, TEXT_SIZE } from "../pictures/measures.ts";
import { svgElement, svgPath, svgText, svgTooltip } from "../pictures/svg.ts";
import { textWidth } from "../pictures/text_width.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import type { NameOptions } from "./_confusion_frame.ts";
import { type ConfusionLayout, type ConfusionRow, inkOn, opacity } from "./_confusion_layout.ts";

/** Side of a cell from which there is room for the share below the count, in pixels. */
const CELL_WITH_SHARE = 44;

/** Size of a count in proportion to its cell. */
const COUNT_SHARE = 2 / 3;

/** Draws thin lines between the cells, and gray rows where there is no video. */
export function drawGrid(
  rows: readonly ConfusionRow[],
  { left, top, cell, side }: ConfusionLayout,
): string[] {
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
export interface RowOptions extends NameOptions {
  /** Names of the columns. */
  readonly classes: readonly string[];
}

/** Draws the cells of a row that hold a video. */
export function drawRow(row: ConfusionRow, { classes, index, layout }: RowOptions): string[] {
  return row.counts.flatMap((count, predicted) => {
    if (count === 0) return [];
    const share = count / row.videos;
    const { left, top, cell } = layout;
    const place = { x: left + predicted * cell, y: top + index * cell };
    const answer = predicted === index ? "right" : `taken for ${classes[predicted]}`;
    const tooltip = `${row.name} ${answer}: ${count} of ${row.videos} (${formatPercent(share)})`;
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
  const size = Math.min(TEXT_SIZE, side * COUNT_SHARE);
  const withShare = side >= CELL_WITH_SHARE;
  const attributes = {
    class: `${inkOn(share)} through`,
    x: x + side / 2,
    "text-anchor": "middle",
  };
  if (textWidth(String(count), size) > side) return [];
  const middle = y + side / 2 + BASELINE_BELOW_MIDDLE * size;
  const countY = withShare ? middle - SMALL_SIZE / 2 : middle;
  const countText = svgText(String(count), { ...attributes, y: countY, "font-size": size });
  if (!withShare) return [countText];
  const shareY = countY + SMALL_SIZE + GAP / 2;
  return [
    countText,
    svgText(formatPercent(share), { ...attributes, y: shareY, "font-size": SMALL_SIZE }),
  ];
}
