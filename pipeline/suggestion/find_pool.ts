import { resolve } from "node:path";
import type { VideoEntry } from "../../datasets/mod.ts";
import { findPreparedCopies } from "../../datasets/layouts/find_prepared_copies.ts";
import type { Config } from "../config/config.ts";
import type { KeptVideos, VideoPart } from "../run/kept_videos.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "../videos/find_videos.ts";
import { listNames } from "../videos/list_names.ts";
import { matchVideos, type VideoMatch } from "../videos/match_videos.ts";
import { noteCopies } from "../videos/note_copies.ts";

/** The videos of a run that are there now; paths are whole. */
export interface Pool {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  /** Training and validation videos with their labels: a new training divides them by itself. */
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
  const kept = await readKept(options.run);
  const { train, test: labeled } = await findVideos(config, { ...options, whole: true });
  const videos = [...train, ...labeled];
  const match = await matchVideos(kept.videos, videos, { source, ...options });
  const { present, added } = match;
  const tested = [...present].flatMap(([{ part }, video]) => part === "test" ? [video] : []);
  const prepared = await findPrepared(added, tested, config);
  const fresh = added.filter((video) => !prepared.has(video));
  const newVideos = divideNew(fresh);
  for (const note of notesOf(match, newVideos)) {
    options.progress.note(note);
  }
  const membersOf = (part: VideoPart): VideoEntry[] =>
    kept.videos.flatMap((video) => {
      const current = present.get(video);
      if (video.part !== part || current === undefined) return [];
      return { ...current, path: resolve(current.path), label: video.label };
    });
  const unlabeled = [...membersOf("unlabeled"), ...newVideos.used];
  return {
    classes: kept.classes,
    labeled: [...membersOf("labeled"), ...membersOf("validation")],
    unlabeled: unlabeled.map((video) => ({ ...video, path: resolve(video.path), label: null })),
    test: membersOf("test"),
  };
}

async function readKept(run: RunFolder): Promise<KeptVideos> {
  const kept = await run.readVideos();
  if (kept !== undefined) return kept;
  throw new RunFolderError(
    `Cannot find the videos of ${run.path} as it must keep them: it is of an earlier version or ` +
      "was not started; train again",
  );
}

/** Finds unlabeled videos that are test videos before or after their preparation. */
async function findPrepared(
  added: readonly VideoEntry[],
  test: readonly VideoEntry[],
  { data }: Config,
): Promise<ReadonlySet<VideoEntry>> {
  const unlabeled = added.filter(({ label }) => label === null);
  const copies = await Promise.all(
    data.unlabeled.map((source) =>
      findPreparedCopies(unlabeled, { data: data.source, test, source })
    ),
  );
  return copies.reduce((all, some) => all.union(some), new Set<VideoEntry>());
}

/** Videos that came after a run was started. */
interface NewVideos {
  /** Unlabeled ones. */
  readonly used: readonly VideoEntry[];
  /** Labeled ones. */
  readonly labeled: readonly VideoEntry[];
}

function divideNew(added: readonly VideoEntry[]): NewVideos {
  const { used = [], labeled = [] } = Object.groupBy(
    added,
    ({ label }) => label === null ? "used" : "labeled",
  );
  return { used, labeled };
}

function notesOf({ gone, copies }: VideoMatch, { used, labeled }: NewVideos): string[] {
  const notes: string[] = [];
  const later = "came after the run was started";
  if (gone.length > 0) notes.push(`gone: ${listNames(gone, "video")}`);
  notes.push(...noteCopies(copies));
  if (used.length > 0) notes.push(`${listNames(used, "unlabeled video")} ${later}: used`);
  if (labeled.length > 0) notes.push(`${listNames(labeled, "labeled video")} ${later}: not used`);
  return notes;
}
