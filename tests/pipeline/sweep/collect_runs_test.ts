import assert from "node:assert/strict";
import { join } from "node:path";
import { predictionsHash } from "../../../pipeline/evaluation/predictions_hash.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { collectRuns } from "../../../pipeline/sweep/collect_runs.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { planGrid } from "./_plan_grid.ts";

const GRID = { config: "motion_small", seeds: [1], tables: { t: [{ name: "a", set: {} }] } };

const PREDICTIONS = ["b.mp4", "a.mp4"].map((video, index) => {
  const answers = { primary: [{ class: index === 0 ? "walk" : "fall", probability: 0.9 }] };
  return `${JSON.stringify({ video, label: "walk", answers })}\n`;
}).join("");

/** Collects a run with such files. */
async function collect(predictions: string | undefined, hash: string | undefined) {
  const plan = await planGrid(GRID);
  return await withFolder(async (root) => {
    const run = new RunFolder(join(root, plan.runs[0]!.name));
    await Deno.mkdir(run.path);
    await run.writeResults({
      classes: [],
      scores: {},
      predictions: hash,
      run: { seconds: 1, waitingShare: 0, peakResidentBytes: 1 },
    });
    if (predictions !== undefined) await Deno.writeTextFile(run.predictions, predictions);
    return await collectRuns(plan, root);
  });
}

Deno.test("collectRuns() keeps whether each video was answered right, in the order of their names", async () => {
  const { testLists, runs } = await collect(PREDICTIONS, predictionsHash(PREDICTIONS));
  assert.deepEqual(testLists, [["a.mp4", "b.mp4"]]);
  assert.deepEqual(runs[0]!.answers, { testList: 0, right: { primary: "01" } });
});

Deno.test("collectRuns() takes a run of the first versions, which kept no predictions", async () => {
  const { runs } = await collect(undefined, undefined);
  assert.equal(runs[0]!.answers, undefined);
});

Deno.test("collectRuns() refuses a run whose predictions are gone: its row would mix two numbers of runs", () =>
  assert.rejects(collect(undefined, predictionsHash(PREDICTIONS)), {
    name: "RunFolderError",
    message: /^Cannot read \S+predictions\.jsonl as a tested run has it: there is no such file$/,
  }));
