import assert from "node:assert/strict";
import { findPool } from "../../../pipeline/suggestion/find_pool.ts";
import { suggestVideos } from "../../../pipeline/suggestion/suggest_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes, configOf, startRun } from "../evaluation/_kept_run.ts";

Deno.test("suggestVideos() refuses a run without a checkpoint, and one without unlabeled videos", () =>
  withFolder(async (folder) => {
    const { run } = await startRun(folder);
    const config = await configOf(folder);
    const work = { ...collectNotes(), run };
    const pool = await findPool(config, work);
    const options = { ...work, pool, count: 2, seed: 0 };
    await assert.rejects(suggestVideos(config, options), /as it must have a checkpoint/);
    const labeled = { ...pool, unlabeled: [] };
    await assert.rejects(
      suggestVideos(config, { ...options, pool: labeled }),
      /as there must be unlabeled videos: the run and its data have none$/,
    );
  }));
