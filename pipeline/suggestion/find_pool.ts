import { resolve } from "node:path";
import type { VideoEntry } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { KeptVideos, VideoPart } from "../run/kept_videos.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "../videos/find_videos.ts";
import { listNames } from "../videos/list_names.ts";
import { matchVideos } from "../videos/match_videos.ts";
import { readContents, type ReadContentsOptions } from "../videos/read_contents.ts";

/** The videos of a run that are there now; paths are whole. */
export interface Pool {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  /** Training videos with their labels. */
  readonly labeled: readonly VideoEntry[];
  /** The other training videos, and unlabeled ones that came after the training; without labels. */
  readonly unlabeled: readonly VideoEntry[];
  /** Test videos with their labels. */
  readonly test: readonly VideoEntry[];
}

/** Options of {@linkcode findPool}. */
export interface FindPoolOptions extends WorkOptions {
  readonly run: RunFolder;
}

/**
 * Returns the videos of a run, wherever they are now, and the unlabeled ones that came after it.
 * Notifies the user of those that are gone, and of new ones that are not used.
 *
 * @throws {RunFolderError} If the run does not keep its videos, as those of earlier versions.
 * @throws {ManifestError} If something is wrong with the data.
 */
export async function findPool(config: Config, options: FindPoolOptions): Promise<Pool> {
  const { source } = config.data;
  const kept = await options.run.readVideos();
  if (kept === undefined) {
    throw new RunFolderError(
      `Cannot find the videos of ${options.run.path} as it must keep them: it is of an earlier ` +
        "version or was not started; train again",
    );
  }
  const { train, test: labeled } = await findVideos(config, { ...options, whole: true });
  const match = await matchVideos(kept.videos, [...train, ...labeled], { source, ...options });
  const { present, gone, added } = match;
  const newUnlabeled = added.filter(({ label }) => label === null);
  const newLabeled = added.filter(({ label }) => label !== null);
  const newVideos = await withoutCopies(newUnlabeled, kept, { source, ...options });
  const { progress } = options;
  if (gone.length > 0) progress.note(`gone: ${listNames(gone, "video")}`);
  if (newVideos.length > 0) {
    progress.note(
      `${listNames(newVideos, "unlabeled video")} came after the run was started: used`,
    );
  }
  if (newLabeled.length > 0) {
    progress.note(
      `${listNames(newLabeled, "labeled video")} came after the run was started: not used`,
    );
  }
  const membersOf = (part: VideoPart): VideoEntry[] =>
    kept.videos.flatMap((video) => {
      const current = present.get(video);
      if (video.part !== part || current === undefined) return [];
      return { ...current, path: resolve(current.path), label: video.label };
    });
  const unlabeled = [...membersOf("unlabeled"), ...newVideos];
  return {
    classes: kept.classes,
    labeled: membersOf("labeled"),
    unlabeled: unlabeled.map((video) => ({ ...video, path: resolve(video.path), label: null })),
    test: membersOf("test"),
  };
}

/** Returns the videos whose content is not that of a video of the run: it may be a test video. */
async function withoutCopies(
  videos: readonly VideoEntry[],
  kept: KeptVideos,
  options: ReadContentsOptions,
): Promise<VideoEntry[]> {
  const known = new Set(kept.videos.map(({ fingerprint }) => fingerprint));
  const contents = await readContents(videos, options);
  return videos.filter((_, index) => !known.has(contents[index]?.fingerprint ?? null));
}
