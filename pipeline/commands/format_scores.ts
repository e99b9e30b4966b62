import type { ResultScores, Scores } from "../run/results.ts";
import { formatTable, type TableOptions } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";

/** With five classes or fewer every answer is among the five most probable. */
const CLASSES_WITHOUT_TOP5 = 5;

/**
 * Formats scores as a table: a row for top-1, top-5 and each class, a column for each classifier.
 */
export function formatScores(
  classes: readonly string[],
  results: ResultScores,
  options: TableOptions = {},
): string {
  const names = Object.keys(results);
  const scores = Object.values(results);
  const row = (name: string, share: (scores: Scores) => number) => [
    name,
    ...scores.map((classifier) => percent(share(classifier))),
  ];
  const rows = [row("top-1 %", ({ top1 }) => top1)];
  if (classes.length > CLASSES_WITHOUT_TOP5) rows.push(row("top-5 %", ({ top5 }) => top5));
  for (const [index, name] of classes.entries()) {
    rows.push(row(name, ({ perClass }) => perClass[index] ?? NaN));
  }
  const header = [`${scores[0]?.videos ?? 0} test videos`, ...names];
  return formatTable({ header, rows }, options);
}
