import assert from "node:assert/strict";
import { join } from "node:path";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { divideVideos } from "../../../pipeline/videos/divide_videos.ts";
import { findVideos } from "../../../pipeline/videos/find_videos.ts";
import { keepVideos } from "../../../pipeline/videos/keep_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes, configOf, startRun } from "../evaluation/_kept_run.ts";

const CASES = [
  ["the run before has trained on them", { labelsPerClass: 3 }, 2],
  ["the run before held them out, too", { labelsPerClass: 3, validationShare: 0.3 }, 0],
] as const;

for (const [name, before, learned] of CASES) {
  Deno.test(`keepVideos() of validation videos: ${name}`, () =>
    withFolder(async (folder) => {
      const parent = await startRun(folder, before);
      await parent.run.writeConfig(await configOf(folder, before));
      const run = new RunFolder(join(folder, "runs/two"));
      Deno.mkdirSync(run.checkpoints, { recursive: true });
      const config = {
        ...await configOf(folder, { labelsPerClass: 3, validationShare: 0.3 }),
        weights: { primary: join(parent.run.checkpoints, "step-000008.safetensors") },
      };
      const notes = collectNotes();
      const videos = divideVideos(config, await findVideos(config, collectNotes()));
      assert.equal(videos.validation.length, 2);
      await keepVideos(config, videos, { ...notes, run });
      const told = /^one has learned from 2 validation videos .*: scored nevertheless, so the/m;
      const lines = notes.lines.join("\n");
      if (learned > 0) assert.match(lines, told);
      else assert.equal(lines, "");
    }));
}
