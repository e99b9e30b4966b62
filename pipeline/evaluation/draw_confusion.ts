import { sum } from "../numbers/sum.ts";
import { below } from "../pictures/below.ts";
import { legend } from "../pictures/legend.ts";
import { BASELINE_BELOW_MIDDLE, GAP, SMALL_SIZE } from "../pictures/measures.ts";
import type { Part } from "../pictures/part.ts";
import { rectangle } from "../pictures/rectangle.ts";
import { svgElement, svgText } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import type { Scores } from "../run/results.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { percent } from "../terminal/percent.ts";
import { cellLook } from "./_cell_look.ts";
import { describeAnswerer } from "./describe_answerer.ts";
import { confusionMatrix, type ConfusionRow } from "./_confusion_matrix.ts";

/** Options of {@linkcode drawConfusion}. */
export interface DrawConfusionOptions {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Who answered, as results name it: `primary`, `auxiliary` or `both`. */
  readonly who: string;
}

/** What the description lists of the most frequent mistakes. */
const NAMED_MISTAKES = 3;

const LEGEND_SHARES = [0, 0.25, 0.5, 0.75, 1] as const;
const LEGEND_WIDTH = 480;

/** Size of a color of the legend, in pixels. */
const SWATCH = { width: 44, height: 20 } as const;

/**
 * Draws a confusion matrix as SVG: a row for each true class, a column for each most probable one;
 * the darker a cell, the larger its share of the row. Counts, and in large cells shares, are
 * written where they fit; all of them, and names in full, are shown while the pointer is over a
 * cell or a name. Rows of classes without a video are gray.
 */
export function drawConfusion(
  { confusion, videos, top1 }: Pick<Scores, "confusion" | "videos" | "top1">,
  { classes, who }: DrawConfusionOptions,
): string {
  const rows = confusion.map((counts, label): ConfusionRow => ({
    name: classes[label] ?? String(label),
    counts,
    videos: sum(counts),
  }));
  const entries = [{ sample: shareScale(), text: "of the videos of the true class" }];
  if (rows.some(({ videos }) => videos === 0)) {
    const square = rectangle({ width: SWATCH.height, height: SWATCH.height, look: "field" });
    entries.push({ sample: square, text: "no test video" });
  }
  const content = [legend(entries, { width: LEGEND_WIDTH }), confusionMatrix(rows, classes)];
  return svgDocument({
    title: `Answers of ${describeAnswerer(who)}: ${videos} test videos, top-1 ${percent(top1)} %`,
    explanation: [
      "A row is a true class, a column the class that was answered: right answers are on the " +
      "diagonal. Numbers count test videos.",
    ],
    description: describe(rows),
  }, below(content, 2 * GAP));
}

/** Which color is which share. */
function shareScale(): Part {
  const width = LEGEND_SHARES.length * SWATCH.width;
  return {
    width,
    height: SWATCH.height,
    draw: (left, top) => [
      ...LEGEND_SHARES.flatMap((share, index) =>
        drawSwatch(share, left + index * SWATCH.width, top)
      ),
      svgElement("rect", { class: "rule", x: left, y: top, width, height: SWATCH.height }),
    ],
  };
}

function drawSwatch(share: number, x: number, y: number): string[] {
  const { opacity, ink } = cellLook(share);
  return [
    svgElement("rect", { ...SWATCH, x, y, class: "accent", "fill-opacity": opacity }),
    svgText(formatPercent(share), {
      class: ink,
      x: x + SWATCH.width / 2,
      y: y + SWATCH.height / 2 + BASELINE_BELOW_MIDDLE * SMALL_SIZE,
      "font-size": SMALL_SIZE,
      "text-anchor": "middle",
    }),
  ];
}

/** What the picture shows, in words. */
function describe(rows: readonly ConfusionRow[]): string {
  const videos = sum(rows.map((row) => row.videos));
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
