import type { AnswersBySeed } from "../numbers/paired_difference.ts";
import type { SweepResults } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";

/**
 * Returns whether the primary network of each finished run of a setting was right, video by video.
 * Runs that do not say so are left out.
 */
export function answersOfSetting(
  { runs: planned }: PlannedSetting,
  { testLists = [], runs }: SweepResults,
): AnswersBySeed {
  const names = new Set(planned.map(({ name }) => name));
  return new Map(runs.flatMap(({ name, seed, right, testList }) => {
    const digits = right?.["primary"];
    if (!names.has(name) || digits === undefined) return [];
    const answers = testLists[testList!]!.map((video, index) =>
      [video, digits[index] === "1"] as const
    );
    return [[seed, new Map(answers)] as const];
  }));
}
