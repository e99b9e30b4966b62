import type { VideoEntry } from "../../datasets/mod.ts";
import type { Config } from "../../pipeline/config/config.ts";
import { readRunConfig } from "../../pipeline/commands/read_run_config.ts";
import type { RunFolder } from "../../pipeline/run/run_folder.ts";
import { findPool, type Pool } from "../../pipeline/suggestion/find_pool.ts";
import { suggestVideos } from "../../pipeline/suggestion/suggest_videos.ts";
import type { WorkOptions } from "../../pipeline/terminal/work_options.ts";
import type { ChoiceSource } from "./choices.ts";

/** A trained run, with the labels that it did not use. */
export interface BaseRun {
  readonly config: Config;
  /** Its videos. */
  readonly pool: Pool;
  /** Its unlabeled videos, with their true labels. */
  readonly truth: readonly VideoEntry[];
  /** What its networks suggest. */
  readonly suggest: ChoiceSource["suggest"];
}

/**
 * Opens a run of labeled videos, some of whose labels it has not used.
 *
 * @throws {Error} If the label of a video is not known.
 */
export async function openBaseRun(run: RunFolder, work: WorkOptions): Promise<BaseRun> {
  const config = await readRunConfig(run);
  const pool = await findPool(config, { ...work, run });
  const kept = await run.readVideos();
  const labels = new Map(kept?.videos.map(({ id, label }) => [id, label]));
  const truth = pool.unlabeled.map((video) => ({ ...video, label: labels.get(video.id) ?? null }));
  const unknown = truth.find(({ label }) => label === null);
  if (unknown !== undefined) {
    throw new Error(
      "Cannot compare labels as every training video must have one: current value is null for " +
        unknown.id,
    );
  }
  return {
    config,
    pool,
    truth,
    suggest: (count) => suggestVideos(config, { ...work, run, pool, count, seed: config.seed }),
  };
}
