import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import type { ConfusionCell } from "./confusion_cell.ts";

/** Says what a cell of a confusion matrix counts. */
export function describeCell(
  { label, answer, count, total }: ConfusionCell,
  classes: readonly string[],
): string {
  const name = classes[label] ?? `class ${label}`;
  const taken = label === answer
    ? `${name} recognized`
    : `${name} taken for ${classes[answer] ?? `class ${answer}`}`;
  if (total === 0) return `${name} has no test video`;
  return `${taken}: ${formatNumber(count)} of ${formatNumber(total)} videos ` +
    `(${formatPercent(count / total)})`;
}
