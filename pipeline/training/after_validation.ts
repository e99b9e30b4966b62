import { mainAnswer } from "../evaluation/main_answer.ts";
import type { ValidationState } from "../run/checkpoint_state.ts";
import type { ResultScores } from "../run/results.ts";

/** Scores on the validation videos. */
export interface ValidationScores {
  /** Steps done. */
  readonly step: number;
  readonly scores: ResultScores;
}

/**
 * Returns the state after some scores. Weights are compared by the top-1 of both networks together,
 * or of the only one. Of equal scores the later are the best: they have been trained for longer,
 * and few videos give equal scores often. Only a higher score counts as a gain.
 */
export function afterValidation(
  before: ValidationState | undefined,
  { step, scores }: ValidationScores,
): ValidationState {
  // 0 if no video could be read.
  const top1 = mainAnswer(scores)?.top1 ?? 0;
  if (before === undefined) return { step, best: { step, top1 }, withoutGain: 0 };
  const { best, withoutGain } = before;
  return {
    step,
    best: top1 >= best.top1 ? { step, top1 } : best,
    withoutGain: top1 > best.top1 ? 0 : withoutGain + 1,
  };
}
