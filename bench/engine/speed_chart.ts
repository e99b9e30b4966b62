import { below } from "../../pipeline/pictures/below.ts";
import { beside } from "../../pipeline/pictures/beside.ts";
import { legend } from "../../pipeline/pictures/legend.ts";
import { GAP, SMALL_SIZE } from "../../pipeline/pictures/measures.ts";
import type { Part } from "../../pipeline/pictures/part.ts";
import { rectangle } from "../../pipeline/pictures/rectangle.ts";
import { svgDocument } from "../../pipeline/pictures/svg_document.ts";
import { textLine } from "../../pipeline/pictures/text_line.ts";
import { type EngineResults, type EngineRow, fastestVariant, type Series } from "./results.ts";
import { milliseconds } from "./speed_table.ts";

/** Width of the chart, and of the names of the precisions, in pixels. */
const WIDTH = { chart: 700, name: 60 } as const;

/** Length of the longest bar. */
const LONGEST_BAR = 420;

const BAR_HEIGHT = 14;

/** What each bar looks like. */
const LOOKS = {
  ours: { look: "accent", attributes: { rx: 2 } },
  pytorch: { look: "muted", attributes: { rx: 2, opacity: 0.6 } },
} as const;

/** A row that was measured beside PyTorch. */
interface ComparedRow {
  readonly row: EngineRow;
  readonly fastest: Series;
}

/**
 * Draws the engine's results as an SVG: for each row and precision the time of our step as a bar
 * above that of PyTorch's fastest variant. All bars of PyTorch have the same length. Rows that we
 * ran alone are omitted.
 */
export function speedChart({ rows, hardware, threads }: EngineResults): string {
  const compared = rows.flatMap((row): ComparedRow[] => {
    const fastest = fastestVariant(row);
    return fastest === undefined ? [] : [{ row, fastest }];
  });
  const pytorchLength = LONGEST_BAR / Math.max(1, ...compared.map(relativeTime));
  const groups = Map.groupBy(compared, ({ row }) => titleOf(row));
  const parts = Array.from(groups, ([title, lines]) =>
    below([
      textLine(title, { look: "ink bold" }),
      ...lines.map((line) => linePart(line, pytorchLength)),
    ], GAP / 2));
  return svgDocument({
    title: "Time of one step: shorter is faster",
    explanation: [
      "Milliseconds, medians of steps with the same inputs and weights. The bars of a pair are to " +
      "scale; PyTorch's are of one length. float32: all numbers in 32 bits; bf16: products of " +
      `matrices in 16 bits. Measured on ${hardware}, ${threads} threads.`,
    ],
    description: compared.map(describe).join(" "),
  }, below([legend(ENTRIES, { width: WIDTH.chart }), ...parts], 2 * GAP));
}

const ENTRIES = [
  { sample: bar(BAR_HEIGHT, "ours"), text: "this project" },
  {
    sample: bar(BAR_HEIGHT, "pytorch"),
    text: "PyTorch, the fastest of its variants: eager, channels_last and torch.compile",
  },
];

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

/** The two bars of a row in one precision. */
function linePart(line: ComparedRow, pytorchLength: number): Part {
  const { row, fastest } = line;
  const relative = relativeTime(line);
  const name = { ...textLine(row.precision), width: WIDTH.name };
  const ours = `${milliseconds(row.ours.median)} ms, ${(1 / relative).toFixed(2)} times as fast`;
  const theirs = `${milliseconds(fastest.median)} ms, ${fastest.name}`;
  const bars = below([
    beside([bar(pytorchLength * relative, "ours"), labelOf(ours)], { gap: GAP, align: "middle" }),
    beside([bar(pytorchLength, "pytorch"), labelOf(theirs)], { gap: GAP, align: "middle" }),
  ]);
  return beside([name, bars], { gap: GAP, align: "middle" });
}

function labelOf(text: string): Part {
  return textLine(text, { look: "muted", size: SMALL_SIZE });
}

function bar(length: number, engine: keyof typeof LOOKS): Part {
  return rectangle({ width: length, height: BAR_HEIGHT, ...LOOKS[engine] });
}
