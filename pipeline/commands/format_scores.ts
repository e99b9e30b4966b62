import { formatTable, type TableOptions } from "../terminal/table.ts";
import type { ResultScores, Scores } from "../run/results.ts";

/** Formats scores as table: a row for top-1, top-5 and each class, a column for who answered. */
export function formatScores(
  classes: readonly string[],
  results: ResultScores,
  options: TableOptions = {},
): string {
  const entries = Object.entries(results);
  const row = (name: string, value: (scores: Scores) => number) => [
    name,
    ...entries.map(([, scores]) => percent(value(scores))),
  ];
  const rows = [
    row("top-1 %", ({ top1 }) => top1),
    // Among five classes or fewer every answer is in the top five.
    ...classes.length > 5 ? [row("top-5 %", ({ top5 }) => top5)] : [],
    ...classes.map((name, index) => row(name, ({ perClass }) => perClass[index] ?? NaN)),
  ];
  const videos = entries[0]?.[1].videos ?? 0;
  const header = [`${videos} test videos`, ...entries.map(([name]) => name)];
  return formatTable({ header, rows }, options);
}

export function percent(share: number): string {
  return Number.isNaN(share) ? "-" : (share * 100).toFixed(1);
}
