import { mainAnswer } from "../evaluation/main_answer.ts";
import type { ValidationState } from "../run/checkpoint_state.ts";
import type { ResultScores } from "../run/results.ts";
import { percent } from "../terminal/percent.ts";

/** What {@linkcode describeValidation} describes beside the scores. */
export interface ValidationOutcome extends ValidationState {
  /** Scores in a row without a higher one after which the run ends; undefined if it does not. */
  readonly patience: number | undefined;
}

/**
 * Says in one line how the networks did on the validation videos: "step 40: validation top-1 66.7 %
 * (primary 58.3, auxiliary 66.7), the best so far".
 */
export function describeValidation(
  results: ResultScores,
  { step, best, withoutGain, patience }: ValidationOutcome,
): string {
  const { both, ...alone } = results;
  const top1 = mainAnswer(results)?.top1 ?? 0;
  const parts = Object.entries(alone).map(([name, scores]) => `${name} ${percent(scores.top1)}`);
  const details = both === undefined ? "" : ` (${parts.join(", ")})`;
  const comparison = best.step === step
    ? withoutGain === 0 ? "the best so far" : "as good as the best so far"
    : `the best is ${percent(best.top1)} after step ${best.step}`;
  const waiting = patience === undefined || withoutGain === 0
    ? ""
    : `; ${withoutGain} of ${patience} without a gain`;
  return `step ${step}: validation top-1 ${percent(top1)} %${details}, ${comparison}${waiting}`;
}
