import { type EngineResults, type EngineRow, fastestVariant, type Series } from "./results.ts";
import { milliseconds } from "./speed_table.ts";

const WIDTH = 760;
/** Left edge of the bars, behind the names of the precisions. */
const BARS_LEFT = 72;
/** Length of the longest bar. */
const LONGEST_BAR = 420;
const BAR_HEIGHT = 13;
const LINE_HEIGHT = 38;
const TITLE_HEIGHT = 26;
const HEADER_HEIGHT = 62;
const FOOTER_HEIGHT = 30;

/** Two colors and two grays that can be read on a white and on a dark page. */
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .heading { font-weight: 600; font-size: 15px; }
    .title { font-weight: 600; }
    .note { fill: #57606a; font-size: 12px; }
    .ours { fill: #0969da; }
    .pytorch { fill: #afb8c1; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .note { fill: #9198a1; }
      .ours { fill: #4493f8; }
      .pytorch { fill: #656c76; }
    }
  `;

/** A row that was measured beside PyTorch. */
interface ComparedRow {
  readonly row: EngineRow;
  readonly fastest: Series;
}

/**
 * Draws the engine's results as an SVG: for each row and precision the time of our step as a bar beside
 * that of PyTorch's fastest variant, whose bars all have the same length. Rows that we ran alone are left
 * out.
 */
export function speedChart(results: EngineResults): string {
  const compared = results.rows.flatMap((row): ComparedRow[] => {
    const fastest = fastestVariant(row);
    return fastest === undefined ? [] : [{ row, fastest }];
  });
  const pytorchLength = LONGEST_BAR / Math.max(1, ...compared.map(relativeTime));
  const parts: string[] = [];
  let top = HEADER_HEIGHT;
  compared.forEach((line, index) => {
    if (compared[index - 1]?.row.row !== line.row.row) {
      top += TITLE_HEIGHT;
      parts.push(text(0, top - 8, `(${line.row.row}) ${line.row.title}`, "title"));
    }
    parts.push(...drawLine(line, { top, pytorchLength }));
    top += LINE_HEIGHT;
  });
  const height = top + FOOTER_HEIGHT;
  const footer = `${results.hardware}, ${results.threads} threads; medians; ` +
    "PyTorch: the fastest of eager, channels_last and torch.compile";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    "  <title>Time of one training step, ours beside PyTorch</title>",
    `  <style>${STYLE}</style>`,
    ...[...drawHeader(), ...parts, text(0, height - 10, footer, "note")].map((part) => `  ${part}`),
    "</svg>",
    "",
  ].join("\n");
}

function drawHeader(): string[] {
  return [
    text(0, 22, "Time of one training step: shorter is faster", "heading"),
    bar({ left: 0, top: 36, length: 13 }, "ours"),
    text(20, 47, "ours"),
    bar({ left: 80, top: 36, length: 13 }, "pytorch"),
    text(100, 47, "PyTorch, its fastest variant"),
  ];
}

/** Our time as a multiple of that of PyTorch's fastest variant. */
function relativeTime({ row, fastest }: ComparedRow): number {
  return row.ours.median / fastest.median;
}

/** The two bars of one row in one precision. */
function drawLine(
  line: ComparedRow,
  { top, pytorchLength }: { readonly top: number; readonly pytorchLength: number },
): string[] {
  const { row, fastest } = line;
  const relative = relativeTime(line);
  const ours = { left: BARS_LEFT, top, length: pytorchLength * relative };
  const theirs = { left: BARS_LEFT, top: top + BAR_HEIGHT + 1, length: pytorchLength };
  const comparison = `${milliseconds(row.ours.median)} ms, ${
    (1 / relative).toFixed(2)
  } times as fast`;
  return [
    text(0, top + 18, row.precision),
    bar(ours, "ours"),
    text(ours.left + ours.length + 6, ours.top + 11, comparison, "note"),
    bar(theirs, "pytorch"),
    text(
      theirs.left + theirs.length + 6,
      theirs.top + 11,
      `${milliseconds(fastest.median)} ms, ${fastest.name}`,
      "note",
    ),
  ];
}

interface Bar {
  readonly left: number;
  readonly top: number;
  readonly length: number;
}

function bar({ left, top, length }: Bar, series: "ours" | "pytorch"): string {
  const position = `x="${rounded(left)}" y="${rounded(top)}"`;
  const size = `width="${rounded(length)}" height="${BAR_HEIGHT}"`;
  return `<rect class="${series}" ${position} ${size} rx="2"/>`;
}

function text(left: number, baseline: number, content: string, style?: string): string {
  const kind = style === undefined ? "" : ` class="${style}"`;
  return `<text${kind} x="${rounded(left)}" y="${rounded(baseline)}">${escaped(content)}</text>`;
}

function rounded(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
