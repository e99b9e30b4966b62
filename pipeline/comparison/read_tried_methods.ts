import { join } from "node:path";
import { readPredictions } from "../evaluation/read_predictions.ts";
import { rightAnswers } from "../evaluation/right_answers.ts";
import { RunFolder } from "../run/run_folder.ts";
import type { PlannedSetting, SweepPlan } from "../sweep/plan_sweep.ts";
import type { TriedMethod } from "./judge_methods.ts";

/**
 * Reads what the finished runs of a comparison answered; methods without a finished run are left
 * out.
 *
 * @param root Folder of the run folders.
 */
export async function readTriedMethods(plan: SweepPlan, root: string): Promise<TriedMethod[]> {
  const settings = plan.tables.flatMap(({ rows }) => rows);
  const methods = await Promise.all(settings.map((setting) => readMethod(setting, root)));
  return methods.filter(({ answers }) => answers.size > 0);
}

async function readMethod(
  { label, runs }: PlannedSetting,
  root: string,
): Promise<TriedMethod> {
  const answers = new Map<number, ReadonlyMap<string, boolean>>();
  let seconds = 0;
  for (const { name, seed } of runs) {
    const folder = new RunFolder(join(root, name));
    const results = await folder.readResults();
    if (results === undefined) continue;
    answers.set(seed, rightAnswers(await readPredictions(folder), "primary"));
    seconds += results.run.seconds;
  }
  return { name: label, answers, seconds: seconds / answers.size };
}
