import { readNumber } from "./read_number.ts";
import type { ConfusionCell } from "./run_evaluations.ts";

/** Reads which cell of the confusion matrix a page asks for; undefined if it does not say that. */
export function readCell(query: URLSearchParams): ConfusionCell | undefined {
  const who = query.get("who");
  const label = readNumber(query, "label") ?? NaN;
  const answer = readNumber(query, "answer") ?? NaN;
  if (who === null || Number.isNaN(label) || Number.isNaN(answer)) return undefined;
  return { who, label, answer };
}
