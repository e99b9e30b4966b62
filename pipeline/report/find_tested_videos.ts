import type { Config } from "../config/config.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "../videos/find_videos.ts";
import type { TestedVideo } from "./tested_video.ts";

/** Options of {@linkcode findTestedVideos}. */
export interface FindTestedVideosOptions extends WorkOptions {
  /** The run's configuration, with paths as they are now. */
  readonly config: Config;
}

/**
 * Finds the videos that a run may have been tested on: all of its data, as they are now.
 *
 * @throws {ManifestError} If something is wrong with the data.
 * @throws {RunFolderError} If the run's list of videos is broken.
 */
export async function findTestedVideos(
  run: RunFolder,
  { config, ...work }: FindTestedVideosOptions,
): Promise<TestedVideo[]> {
  const { train, test } = await findVideos(config, { ...work, whole: true });
  const kept = await run.readVideos();
  const fingerprints = new Map(kept?.videos.map(({ id, fingerprint }) => [id, fingerprint]));
  return [...train, ...test].map(({ id, path }) => ({
    id,
    path,
    fingerprint: fingerprints.get(id) ?? null,
  }));
}
