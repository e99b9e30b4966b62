import assert from "node:assert/strict";
import { join } from "node:path";
import { readTriedMethods } from "../../../pipeline/comparison/read_tried_methods.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import type { PlannedRun, SweepPlan } from "../../../pipeline/sweep/plan_sweep.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** What networks answered for the videos a and b, whose class is "walk". */
type Answers = Readonly<Record<string, readonly [string, string]>>;

async function writeRun(path: string, seconds: number, answers: Answers): Promise<void> {
  await Deno.mkdir(path);
  const run = new RunFolder(path);
  await run.writeResults({
    classes: ["walk", "fall"],
    scores: {},
    run: { seconds, waitingShare: 0, peakResidentBytes: 1 },
  });
  const lines = ["a", "b"].map((video, index) => {
    const ofVideo = Object.entries(answers).map(([who, classes]) =>
      [who, [{ class: classes[index]!, probability: 0.9 }]] as const
    );
    return JSON.stringify({ video, label: "walk", answers: Object.fromEntries(ofVideo) });
  });
  await Deno.writeTextFile(run.predictions, lines.join("\n"));
}

Deno.test("readTriedMethods() reads the primary network's answers, and the mean time of a run", () =>
  withFolder(async (folder) => {
    await writeRun(join(folder, "one-0"), 60, { primary: ["walk", "fall"] });
    await writeRun(join(folder, "one-1"), 100, { primary: ["fall", "fall"] });
    const pair: Answers = { primary: ["walk", "walk"], both: ["fall", "fall"] };
    await writeRun(join(folder, "two-0"), 200, pair);
    const setting = (label: string) => ({
      label,
      runs: [0, 1].map((seed) => ({ name: `${label}-${seed}`, seed }) as PlannedRun),
    });
    const rows = ["one", "two", "none"].map(setting);
    const plan: SweepPlan = {
      about: "",
      config: "",
      runs: [],
      figures: [],
      tables: [{ name: "methods", rows, baselines: [] }] as unknown as SweepPlan["tables"],
    };
    const methods = await readTriedMethods(plan, folder);
    const shown = methods.map(({ answers, ...method }) => ({
      ...method,
      answers: [...answers].map(([seed, bySeed]) => [seed, ...bySeed.values()]),
    }));
    assert.deepEqual(shown, [
      { name: "one", seconds: 80, answers: [[0, true, false], [1, false, false]] },
      { name: "two", seconds: 200, answers: [[0, true, true]] },
    ]);
  }));
