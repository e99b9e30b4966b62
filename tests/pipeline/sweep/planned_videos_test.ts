import assert from "node:assert/strict";
import { join } from "node:path";
import type { VideoPart } from "../../../pipeline/run/kept_videos.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import type { PlannedRun, SweepPlan } from "../../../pipeline/sweep/plan_sweep.ts";
import { PlannedVideos } from "../../../pipeline/sweep/planned_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { planGrid } from "./_plan_grid.ts";

const DATA = { source: "v", testList: null, split: null, labelsPerClass: null, holdOutShare: 0.3 };

/** Two settings of one data, with two seeds each, and one of another number of labels. */
const GRID = {
  config: "motion_small",
  seeds: [1, 2],
  tables: {
    t: [
      { name: "a", set: { "method.name": "supervised" } },
      { name: "b", set: { "method.name": "fixmatch" } },
      { name: "few", set: { "data.labelsPerClass": 1 } },
    ],
  },
};

/** The fingerprint of each of a run's videos, by its use. */
type Content = Readonly<Partial<Record<VideoPart, string>>>;

function planned({ runs }: SweepPlan, name: string): PlannedRun {
  return runs.find((run) => run.name === `s-t-${name}`)!;
}

/** Adds runs with such videos to one plan; returns why the last one is refused. */
async function refusal(runs: readonly (readonly [name: string, content: Content])[]) {
  const plan = await planGrid(GRID);
  return await withFolder(async (folder) => {
    const known = new PlannedVideos();
    for (const [index, [name, content]] of runs.entries()) {
      const run = new RunFolder(join(folder, name));
      await Deno.mkdir(run.path);
      const videos = Object.entries(content).map(([part, fingerprint]) => {
        return { part: part as VideoPart, id: part, label: 0, fingerprint, originalBytes: null };
      });
      await run.writeVideos({ data: DATA, classes: ["walk"], videos });
      const adding = known.add(planned(plan, name), run);
      if (index < runs.length - 1) await adding;
      else return await adding.then(() => undefined, (error: Error) => error.message);
    }
    return undefined;
  });
}

Deno.test("PlannedVideos.add() takes runs of the same test videos, each seed with its own training", async () => {
  const runs = [
    ["a-seed-1", { labeled: "1 a", test: "9 t" }],
    ["a-seed-2", { labeled: "1 b", test: "9 t" }],
    ["few-seed-1", { labeled: "1 c", test: "9 t" }],
    ["b-seed-1", { labeled: "1 a", test: "9 t" }],
  ] as const;
  assert.equal(await refusal(runs), undefined);
});

Deno.test("PlannedVideos.add() refuses a run that is tested on other files of the same names", async () => {
  const first = ["a-seed-1", { labeled: "1 a", test: "9 t" }] as const;
  const problem = await refusal([first, ["b-seed-2", { labeled: "1 b", test: "9 other" }]]);
  assert.match(
    problem!,
    /^Cannot compare \S+b-seed-2 with \S+a-seed-1 as they must have the same test videos: /,
  );
});

Deno.test("PlannedVideos.add() refuses a run that is trained on others with the same seed", async () => {
  const first = ["a-seed-1", { labeled: "1 a", test: "9 t" }] as const;
  const more = { labeled: "1 a", unlabeled: "2 u", test: "9 t" };
  assert.match((await refusal([first, ["b-seed-1", more]]))!, /must have the same training videos/);
});
