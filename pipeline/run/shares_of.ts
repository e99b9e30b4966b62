import type { ResultScores } from "./results.ts";

/** Returns one share of scores, by who answers. */
export function sharesOf(
  scores: Readonly<Record<string, Pick<ResultScores[string], "top1" | "top5">>>,
  key: "top1" | "top5",
): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([who, score]) => [who, score[key]]));
}
