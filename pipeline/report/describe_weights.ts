import { mainAnswer } from "../evaluation/main_answer.ts";
import type { MetricsLine } from "../run/metrics_line.ts";
import { validationScores } from "../runs/validation_scores.ts";
import { formatCount } from "../terminal/format_count.ts";
import { percent } from "../terminal/percent.ts";

/** Weights that were scored. */
export interface ScoredWeights {
  /** Steps that led to them; undefined in results of earlier versions. */
  readonly steps: number | undefined;
  /** Steps that the run has taken. */
  readonly taken: number;
  /** How much of the moving average each step keeps; undefined if there is none. */
  readonly emaDecay: number | undefined;
  /** The run's metrics. */
  readonly metrics: readonly MetricsLine[];
}

/**
 * Says which weights of a run its scores are of: "Scores of the weights after step 30 of 40, the
 * best on the validation videos (top-1 66.7 %)."
 *
 * @returns Undefined if it is not known.
 */
export function describeWeights(
  { steps, taken, emaDecay, metrics }: ScoredWeights,
): string | undefined {
  if (steps === undefined) return undefined;
  const validation = validationScores(metrics)
    .map(({ step, top1 }) => ({ step, top1: mainAnswer(top1) ?? 0 }));
  const highest = Math.max(...validation.map(({ top1 }) => top1));
  // Of equal scores the later weights are kept.
  const best = validation.findLast(({ top1 }) => top1 === highest);
  const reasons = [
    ...best?.step === steps
      ? [`the best on the validation videos (top-1 ${percent(highest)} %)`]
      : steps === taken
      ? ["the last"]
      : [],
    ...emaDecay === undefined ? [] : [`as moving averages (optimizer.emaDecay=${emaDecay})`],
  ];
  const which = `step ${formatCount(steps)} of ${formatCount(Math.max(steps, taken))}`;
  return `Scores of the weights after ${[which, ...reasons].join(", ")}.`;
}
