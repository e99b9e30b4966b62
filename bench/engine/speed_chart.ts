import { svgElement, svgText } from "../../pipeline/pictures/svg.ts";
import { svgDocument } from "../../pipeline/pictures/svg_document.ts";
import { type EngineResults, type EngineRow, fastestVariant, type Series } from "./results.ts";
import { milliseconds } from "./speed_table.ts";

const WIDTH = 760;
const MARGIN = 12;
/** Left edge of the bars, behind the names of the precisions. */
const BARS_LEFT = 84;
/** Length of the longest bar. */
const LONGEST_BAR = 420;
const BAR_HEIGHT = 13;
const LINE_HEIGHT = 38;
const TITLE_HEIGHT = 26;
const HEADER_HEIGHT = 66;
const FOOTER_HEIGHT = 36;
const FONT_SIZE = 13;

/** A row that was measured beside PyTorch. */
interface ComparedRow {
  readonly row: EngineRow;
  readonly fastest: Series;
}

/**
 * Draws the engine's results as an SVG: for each row and precision the time of our step as a bar
 * beside that of PyTorch's fastest variant. All bars of PyTorch have the same length. Rows that we
 * ran alone are omitted.
 */
export function speedChart({ rows, hardware, threads }: EngineResults): string {
  const compared = rows.flatMap((row): ComparedRow[] => {
    const fastest = fastestVariant(row);
    return fastest === undefined ? [] : [{ row, fastest }];
  });
  const pytorchLength = LONGEST_BAR / Math.max(1, ...compared.map(relativeTime));
  const content = drawHeader();
  let top = HEADER_HEIGHT;
  compared.forEach((line, index) => {
    if (compared[index - 1]?.row.row !== line.row.row) {
      top += TITLE_HEIGHT;
      content.push(label(MARGIN, top - 8, titleOf(line.row), "ink bold"));
    }
    content.push(...drawLine(line, { top, pytorchLength }));
    top += LINE_HEIGHT;
  });
  const height = top + FOOTER_HEIGHT;
  const footer = `${hardware}, ${threads} threads; medians; ` +
    "PyTorch: the fastest of eager, channels_last and torch.compile";
  content.push(label(MARGIN, height - MARGIN, footer, "muted"));
  const title = "Time of one training step, ours beside PyTorch";
  const description = compared.map(describe).join(" ");
  return svgDocument({ width: WIDTH, height, title, description }, content);
}

function titleOf({ row, title }: EngineRow): string {
  return `(${row}) ${title}`;
}

function describe({ row, fastest }: ComparedRow): string {
  const times = `${milliseconds(row.ours.median)} ms, PyTorch ${milliseconds(fastest.median)} ms`;
  return `${titleOf(row)}, ${row.precision}: ${times}.`;
}

/** Our time as a multiple of that of PyTorch's fastest variant. */
function relativeTime({ row, fastest }: ComparedRow): number {
  return row.ours.median / fastest.median;
}

function drawHeader(): string[] {
  return [
    label(MARGIN, 26, "Time of one training step: shorter is faster", "ink bold"),
    bar({ left: MARGIN, top: 40, length: BAR_HEIGHT }, "ours"),
    label(MARGIN + 20, 51, "ours", "ink"),
    bar({ left: MARGIN + 80, top: 40, length: BAR_HEIGHT }, "pytorch"),
    label(MARGIN + 100, 51, "PyTorch, its fastest variant", "ink"),
  ];
}

/** Position of the two bars of one row in one precision, and the length of PyTorch's. */
interface LineLayout {
  readonly top: number;
  readonly pytorchLength: number;
}

function drawLine(line: ComparedRow, { top, pytorchLength }: LineLayout): string[] {
  const { row, fastest } = line;
  const relative = relativeTime(line);
  const ours = { left: BARS_LEFT, top, length: pytorchLength * relative };
  const theirs = { left: BARS_LEFT, top: top + BAR_HEIGHT + 1, length: pytorchLength };
  const speed = `${(1 / relative).toFixed(2)} times as fast`;
  return [
    label(MARGIN, top + 18, row.precision, "ink"),
    bar(ours, "ours"),
    labelBehind(ours, `${milliseconds(row.ours.median)} ms, ${speed}`),
    bar(theirs, "pytorch"),
    labelBehind(theirs, `${milliseconds(fastest.median)} ms, ${fastest.name}`),
  ];
}

interface Bar {
  readonly left: number;
  readonly top: number;
  readonly length: number;
}

function bar({ left, top, length }: Bar, engine: "ours" | "pytorch"): string {
  const look = engine === "ours" ? { class: "accent" } : { class: "muted", opacity: 0.5 };
  return svgElement("rect", { ...look, x: left, y: top, width: length, height: BAR_HEIGHT, rx: 2 });
}

function labelBehind({ left, top, length }: Bar, text: string): string {
  return label(left + length + 6, top + 11, text, "muted");
}

function label(x: number, y: number, text: string, look: string): string {
  return svgText(text, { class: look, x, y, "font-size": FONT_SIZE });
}
