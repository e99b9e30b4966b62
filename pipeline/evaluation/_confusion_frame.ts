import { BASELINE_BELOW_MIDDLE, GAP, MARGIN, SMALL_SIZE, TEXT_SIZE } from "../pictures/measures.ts";
import { svgElement, svgText, svgTooltip } from "../pictures/svg.ts";
import { textWidth } from "../pictures/text_width.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import {
  COLUMNS_TITLE,
  type ConfusionLayout,
  type ConfusionRow,
  HEAD_HEIGHT,
  inkOn,
  LEGEND_TOP,
  opacity,
  ROWS_TITLE,
  SWATCH,
} from "./_confusion_layout.ts";

const LEGEND_SHARES = [0, 0.25, 0.5, 0.75, 1] as const;
const LEGEND_TEXT = "of the videos of the true class";
const EMPTY_TEXT = "no test video";

/** Height of the middle of the legend. */
const LEGEND_MIDDLE = LEGEND_TOP + SWATCH.height / 2;

/** A part of a picture. */
interface Part {
  readonly elements: readonly string[];
  /** Right edge, in pixels. */
  readonly right: number;
}

/** Draws which color is which share, and what a gray row is, if there is one. */
export function drawLegend(hasEmptyRows: boolean): Part {
  const swatches = LEGEND_SHARES.flatMap(drawSwatch);
  const width = LEGEND_SHARES.length * SWATCH.width;
  const frame = { x: MARGIN, y: LEGEND_TOP, width, height: SWATCH.height };
  const scale = [...swatches, svgElement("rect", { ...frame, class: "rule" })];
  const text = drawLegendText(LEGEND_TEXT, MARGIN + width + GAP);
  const elements = [...scale, ...text.elements];
  if (!hasEmptyRows) return { elements, right: text.right };
  const square = {
    x: text.right + GAP,
    y: LEGEND_TOP,
    width: SWATCH.height,
    height: SWATCH.height,
  };
  const empty = drawLegendText(EMPTY_TEXT, square.x + square.width + GAP);
  return {
    elements: [...elements, svgElement("rect", { ...square, class: "void" }), ...empty.elements],
    right: empty.right,
  };
}

function drawSwatch(share: number, index: number): string[] {
  const left = MARGIN + index * SWATCH.width;
  const place = { ...SWATCH, x: left, y: LEGEND_TOP };
  return [
    svgElement("rect", { ...place, class: "accent", "fill-opacity": opacity(share) }),
    svgText(formatPercent(share), {
      class: inkOn(share),
      x: left + SWATCH.width / 2,
      y: LEGEND_MIDDLE + BASELINE_BELOW_MIDDLE * SMALL_SIZE,
      "font-size": SMALL_SIZE,
      "text-anchor": "middle",
    }),
  ];
}

function drawLegendText(text: string, left: number): Part {
  const y = LEGEND_MIDDLE + BASELINE_BELOW_MIDDLE * TEXT_SIZE;
  const element = svgText(text, { class: "muted", x: left, y, "font-size": TEXT_SIZE });
  return { elements: [element], right: left + textWidth(text, TEXT_SIZE) };
}

/** Writes what rows and columns are, where a large matrix begins. */
export function drawAxisTitles({ left, top }: ConfusionLayout): string[] {
  const attributes = { class: "muted", "font-size": TEXT_SIZE };
  const turned = `translate(${MARGIN + TEXT_SIZE} ${top}) rotate(-90)`;
  return [
    svgText(COLUMNS_TITLE, { ...attributes, x: left, y: HEAD_HEIGHT + TEXT_SIZE }),
    svgText(ROWS_TITLE, { ...attributes, "text-anchor": "end", transform: turned }),
  ];
}

/** Which row or column is drawn, and where. */
export interface NameOptions {
  /** Its position, from 0. */
  readonly index: number;
  readonly layout: ConfusionLayout;
}

/** Writes the name of a row; the tooltip says how much of it is right. */
export function drawRowName(
  row: ConfusionRow,
  shown: string,
  { index, layout }: NameOptions,
): string {
  const { left, top, cell, nameSize } = layout;
  const right = row.counts[index] ?? 0;
  const tooltip = row.videos === 0
    ? `${row.name}: no test video`
    : `${row.name}: ${right} of ${row.videos} right (${formatPercent(right / row.videos)})`;
  const text = svgText(shown, {
    class: "ink",
    x: left - GAP,
    y: top + (index + 0.5) * cell + BASELINE_BELOW_MIDDLE * nameSize,
    "font-size": nameSize,
    "text-anchor": "end",
  });
  return svgElement("g", {}, svgTooltip(tooltip), text);
}

/** Writes the name of a column. */
export function drawColumnName(
  name: string,
  shown: string,
  { index, layout }: NameOptions,
): string {
  const { left, top, cell, nameSize, turned } = layout;
  const middle = left + (index + 0.5) * cell;
  const attributes = { class: "ink", "font-size": nameSize };
  const text = turned
    ? svgText(shown, {
      ...attributes,
      transform: `translate(${middle + BASELINE_BELOW_MIDDLE * nameSize} ${top - GAP}) rotate(-90)`,
    })
    : svgText(shown, { ...attributes, x: middle, y: top - GAP, "text-anchor": "middle" });
  return svgElement("g", {}, svgTooltip(name), text);
}
