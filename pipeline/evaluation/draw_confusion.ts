import { sum } from "../numbers/sum.ts";
import { MARGIN, TEXT_SIZE, TITLE_SIZE } from "../pictures/measures.ts";
import { svgText } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { shortenText, textWidth } from "../pictures/text_width.ts";
import type { Scores } from "../run/results.ts";
import { drawGrid, drawRow } from "./_confusion_cells.ts";
import { drawAxisTitles, drawColumnName, drawLegend, drawRowName } from "./_confusion_frame.ts";
import {
  COLUMNS_TITLE,
  type ConfusionRow,
  layOutConfusion,
  ROWS_TITLE,
} from "./_confusion_layout.ts";

/** Options of {@linkcode drawConfusion}. */
export interface DrawConfusionOptions {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Written above the matrix. */
  readonly title: string;
}

/** Longest name in average characters; the tooltip has the whole. */
const LONGEST_NAME = 32;

/** What the description lists of the most frequent mistakes. */
const NAMED_MISTAKES = 3;

/**
 * Draws a confusion matrix as SVG: a row for each true class, a column for each most probable one;
 * the darker a cell, the larger its share of the row. Counts, and in large cells shares, are
 * written where they fit; all of them, and names in full, are shown while the pointer is over a
 * cell or a name. Rows of classes without a video are gray.
 */
export function drawConfusion(
  { confusion }: Pick<Scores, "confusion">,
  { classes, title }: DrawConfusionOptions,
): string {
  const rows = confusion.map((counts, label): ConfusionRow => ({
    name: classes[label] ?? String(label),
    counts,
    videos: sum(counts),
  }));
  const names = classes.map((name) => shortenText(name, LONGEST_NAME));
  const layout = layOutConfusion(names);
  const legend = drawLegend(rows.some(({ videos }) => videos === 0));
  const right = Math.max(
    layout.left + Math.max(layout.side, textWidth(COLUMNS_TITLE, TEXT_SIZE)),
    MARGIN + textWidth(title, TITLE_SIZE),
    legend.right,
  );
  const bottom = layout.top + Math.max(layout.side, textWidth(ROWS_TITLE, TEXT_SIZE));
  const size = { width: Math.ceil(right + MARGIN), height: Math.ceil(bottom + MARGIN) };
  return svgDocument({ ...size, title, description: describe(rows) }, [
    drawTitle(title),
    ...legend.elements,
    ...drawAxisTitles(layout),
    ...rows.map((row, index) => drawRowName(row, names[index] ?? row.name, { index, layout })),
    ...classes.map((name, index) => drawColumnName(name, names[index] ?? name, { index, layout })),
    ...drawGrid(rows, layout),
    ...rows.flatMap((row, index) => drawRow(row, { classes, index, layout })),
  ]);
}

function drawTitle(title: string): string {
  const place = { x: MARGIN, y: MARGIN + TITLE_SIZE, "font-size": TITLE_SIZE };
  return svgText(title, { class: "ink bold", ...place });
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
