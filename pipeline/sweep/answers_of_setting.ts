import type { AnswersBySeed } from "../numbers/paired_difference.ts";
import type { SweepResults } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import { runsOfSetting } from "./runs_of_setting.ts";

/**
 * Returns whether the primary network of each finished run of a setting was right, video by video.
 * Runs that do not say so are left out.
 */
export function answersOfSetting(setting: PlannedSetting, results: SweepResults): AnswersBySeed {
  const { testLists = [] } = results;
  return new Map(
    runsOfSetting(setting, results).flatMap(({ seed, answers }) => {
      const digits = answers?.right["primary"];
      if (answers === undefined || digits === undefined) return [];
      const videos = testLists[answers.testList] ?? [];
      const isRight = videos.map((video, index) => [video, digits[index] === "1"] as const);
      return [[seed, new Map(isRight)] as const];
    }),
  );
}
