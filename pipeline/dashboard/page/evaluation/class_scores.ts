import type { AnswererScores } from "../../api.ts";
import { type ConfusionCell, confusionCell } from "./confusion_cell.ts";

/** How well one class is recognized. */
export interface ClassScore {
  readonly name: string;
  /** Its videos that were recognized. */
  readonly right: ConfusionCell;
  /** Its most frequent mistake; null if there is none. */
  readonly mistake: ConfusionCell | null;
}

/** Lists the classes that have test videos, those that are recognized worst first. */
export function classScores(
  { confusion }: Pick<AnswererScores, "confusion">,
  classes: readonly string[],
): ClassScore[] {
  return classes
    .map((name, label) => ({
      name,
      right: confusionCell(confusion, label, { answer: label }),
      mistake: mostFrequentMistake(confusion, label),
    }))
    .filter(({ right }) => right.total > 0)
    .sort((a, b) => shareOf(a.right) - shareOf(b.right));
}

function mostFrequentMistake(
  confusion: AnswererScores["confusion"],
  label: number,
): ConfusionCell | null {
  let worst: ConfusionCell | null = null;
  for (const answer of confusion.keys()) {
    const cell = confusionCell(confusion, label, { answer });
    if (answer !== label && cell.count > (worst?.count ?? 0)) worst = cell;
  }
  return worst;
}

function shareOf({ count, total }: ConfusionCell): number {
  return count / total;
}
