import type { ValidationState } from "../run/checkpoint_state.ts";
import type { ResultScores } from "../run/results.ts";

/** What {@linkcode describeValidation} describes beside the scores. */
export interface ValidationOutcome extends ValidationState {
  /** Scores in a row without a higher one after which the run ends; undefined if it does not. */
  readonly patience: number | undefined;
}

/**
 * Says in one line how the networks did on the validation videos: "validation after step 40: top-1
 * 66.7 % (primary 58.3 %, auxiliary 66.7 %; 12 videos), the best so far".
 */
export function describeValidation(
  results: ResultScores,
  { step, best, withoutGain, patience }: ValidationOutcome,
): string {
  const { both, ...alone } = results;
  const decisive = both ?? results["primary"];
  const videos = `${decisive?.videos ?? 0} video${decisive?.videos === 1 ? "" : "s"}`;
  const parts = both === undefined
    ? []
    : [Object.entries(alone).map(([name, { top1 }]) => `${name} ${percent(top1)}`).join(", ")];
  const details = [...parts, videos].join("; ");
  const comparison = best.step === step
    ? "the best so far"
    : `best ${percent(best.top1)} after step ${best.step}`;
  const waiting = patience === undefined || withoutGain === 0
    ? ""
    : `; ${withoutGain} of ${patience} without a higher score`;
  return `validation after step ${step}: top-1 ${percent(decisive?.top1 ?? 0)} (${details}), ` +
    `${comparison}${waiting}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
