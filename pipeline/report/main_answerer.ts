import type { ResultScores } from "../run/results.ts";

/**
 * Returns whose answers stand for a run: both networks together if there are two; undefined if
 * nothing was scored.
 */
export function mainAnswerer(scores: ResultScores): "both" | "primary" | undefined {
  if (scores.both !== undefined) return "both";
  return scores.primary === undefined ? undefined : "primary";
}
