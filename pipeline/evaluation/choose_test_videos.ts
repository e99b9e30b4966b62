import { parse } from "node:path";
import { ManifestError } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { wholePaths } from "../config/whole_paths.ts";
import type { KeptSource } from "../run/kept_videos.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { divideVideos } from "../videos/divide_videos.ts";
import { findVideos } from "../videos/find_videos.ts";
import { keptSource } from "../videos/keep_videos.ts";
import type { TestSet } from "../videos/video_set.ts";
import { heldOutVideos } from "./held_out_videos.ts";
import { otherVideos } from "./other_videos.ts";

/** What {@linkcode chooseTestVideos} works with. */
export interface ChooseTestVideosOptions extends WorkOptions {
  /** Folder of the run. */
  readonly run: RunFolder;
}

/** Videos that a run is tested on. */
export interface ChosenVideos extends TestSet {
  /** What the user named for them, without folder and ending; undefined for the run's own data. */
  readonly source?: string | undefined;
}

/**
 * Chooses the videos that a run is tested on: those that it held out, or, if the configuration
 * names other data than the run's, all labeled videos of these. Never one that the run has learned
 * from. Notifies the user of what is new, gone or left out.
 *
 * @throws {ManifestError} If something is wrong with the data, or no video is left.
 */
export async function chooseTestVideos(
  config: Config,
  options: ChooseTestVideosOptions,
): Promise<ChosenVideos> {
  const kept = await options.run.readVideos();
  if (kept === undefined) return await unchangedVideos(config, options);
  const now = keptSource(config);
  const other = otherSource(kept.data, now);
  if (other !== undefined) return { ...await otherVideos(config, kept, options), source: other };
  requireSameDivision(kept.data, now);
  return await heldOutVideos(config, kept, options);
}

/**
 * Returns what a configuration names otherwise than that of a run: its test list, else its data, without
 * folder and ending; undefined if both are the same. The paths of a run count from where it is kept.
 */
function otherSource(before: KeptSource, now: KeptSource): string | undefined {
  const here = Deno.cwd();
  const pathOf = (kept: KeptSource, field: "source" | "testList", folder: string) =>
    JSON.stringify(wholePaths({ data: { [field]: kept[field] } }, folder));
  for (const field of ["testList", "source"] as const) {
    const path = now[field];
    const isSame = pathOf(before, field, homeIfElsewhere() ?? here) === pathOf(now, field, here);
    if (!isSame) return parse(path ?? now.source).name;
  }
  return undefined;
}

/** Refuses fields that would have no effect, as the run keeps its division. */
function requireSameDivision(before: KeptSource, now: KeptSource): void {
  for (const field of ["split", "labelsPerClass", "holdOutShare"] as const) {
    if (before[field] === now[field]) continue;
    throw new RunFolderError(
      `Cannot evaluate as data.${field} must be ${
        before[field] ?? "absent"
      }, as in the training, ` +
        `whose test videos the run keeps: current value is ${now[field] ?? "absent"}. ` +
        "Test on others by --data or --test-list",
    );
  }
}

/**
 * Returns the test videos of a run of an earlier version, which kept only a hash of its videos.
 *
 * @throws {ManifestError} If the videos are not the same as then.
 */
async function unchangedVideos(
  config: Config,
  options: ChooseTestVideosOptions,
): Promise<TestSet> {
  const { run } = options;
  const record = await run.readSplit();
  const videos = divideVideos(config, await findVideos(config, options));
  const sha256 = record !== null && typeof record === "object" && "sha256" in record
    ? record.sha256
    : undefined;
  if (sha256 === videos.record.sha256) return videos;
  throw new ManifestError(
    config.data.source,
    `they are not divided as in the training of ${run.path}, and this run of an earlier version ` +
      "keeps no list of the videos that it has learned from; train a new run",
  );
}
