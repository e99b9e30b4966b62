import { percent } from "../terminal/percent.ts";
import type { ValidationState } from "./checkpoint_state.ts";

/** Says which weights are used of a run that was scored during its training. */
export function describeBest({ best }: ValidationState): string {
  return `Using the best weights: step ${best.step}, top-1 ${percent(best.top1)} % on the ` +
    "validation videos";
}
