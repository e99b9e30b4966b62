import type { ValidationState } from "./checkpoint_state.ts";

/** Says which weights are used of a run that was scored during its training. */
export function describeBest({ best }: ValidationState): string {
  const top1 = (100 * best.top1).toFixed(1);
  return `Using the best weights: step ${best.step}, top-1 ${top1} % on the validation videos`;
}
