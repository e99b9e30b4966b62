import assert from "node:assert/strict";
import { join } from "node:path";
import { chooseTestVideos } from "../../../pipeline/evaluation/choose_test_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";
import {
  type Change,
  collectNotes,
  configOf,
  copyVideo,
  startRun,
  writeVideo,
} from "./_kept_run.ts";

const REFUSALS: Readonly<Record<string, readonly [change: Change, message: RegExp]>> = {
  "another share": [
    () => Promise.resolve({ holdOutShare: 0.5 }),
    /data\.holdOutShare must be 0\.2, as in the training.*: current value is 0\.5/,
  ],
  "another number of labels": [
    () => Promise.resolve({ labelsPerClass: 2 }),
    /data\.labelsPerClass must be 1, as in the training/,
  ],
  "no test video is left": [
    async ({ folder, test }) => {
      for (const id of test) await Deno.remove(join(folder, "videos", id));
    },
    /none of the test videos of the run is there now/,
  ],
  "only training videos": [
    async (run) => {
      await copyVideo(run, run.training[0]!, "other/run/a.mp4");
      return { source: join(run.folder, "other") };
    },
    /it must have labeled videos that the run has not learned from: it has 1 others/,
  ],
  "an unknown class": [
    async ({ folder }) => {
      await writeVideo(join(folder, "other/run/a.mp4"), "new a");
      await writeVideo(join(folder, "other/swim/a.mp4"), "new b");
      return { source: join(folder, "other") };
    },
    /its classes must be among the 2 .* \('run', 'walk'\): 'swim' is not$/,
  ],
  "a mistyped class": [
    async ({ folder }) => {
      await writeVideo(join(folder, "other/walkk/a.mp4"), "new b");
      return { source: join(folder, "other") };
    },
    /'walkk' is not; did you mean walk\?$/,
  ],
  "a list that cannot be read": [
    async ({ run }) => await Deno.writeTextFile(join(run.path, "videos.jsonl.gz"), "x"),
    /Cannot read .*videos\.jsonl\.gz as it must be the run's list of videos: it is broken/,
  ],
  "an earlier version's run on changed videos": [
    async ({ run, folder }) => {
      await Deno.remove(join(run.path, "videos.jsonl.gz"));
      await writeVideo(join(folder, "videos/run/9.mp4"), "more");
    },
    /this run of an earlier version keeps no list/,
  ],
};

for (const [name, [change, message]] of Object.entries(REFUSALS)) {
  Deno.test(`chooseTestVideos() refuses ${name}`, () =>
    withFolder(async (folder) => {
      const kept = await startRun(folder);
      const config = await configOf(folder, await change(kept) ?? {});
      const choosing = chooseTestVideos(config, { ...collectNotes(), run: kept.run });
      await assert.rejects(choosing, { message });
    }));
}
