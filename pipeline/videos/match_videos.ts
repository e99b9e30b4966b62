import type { VideoEntry } from "../../datasets/mod.ts";
import { isCutOf } from "../../datasets/splits/is_cut_of.ts";
import type { KeptVideo } from "../run/kept_videos.ts";
import { readContents, type ReadContentsOptions } from "./read_contents.ts";

/** What became of the videos that a run keeps. */
export interface VideoMatch {
  /** Where each video is now that is still there. */
  readonly present: ReadonlyMap<KeptVideo, VideoEntry>;
  /** Those of them that have another id now. */
  readonly renamed: readonly KeptVideo[];
  /** Videos of the run that are no longer there. */
  readonly gone: readonly KeptVideo[];
  /** Files that are copies of videos of the run, as far as their ends say. */
  readonly copies: readonly VideoEntry[];
  /**
   * Other videos that the run does not have, without those that were left out when it was started.
   */
  readonly added: readonly VideoEntry[];
}

/**
 * Finds the videos that a run keeps among those that there are now: by their ids, and those whose
 * id is gone by the content of the other files.
 */
export async function matchVideos(
  kept: readonly KeptVideo[],
  videos: readonly VideoEntry[],
  options: ReadContentsOptions,
): Promise<VideoMatch> {
  const byId = new Map(videos.map((video) => [nameOf(video), video]));
  const present = new Map<KeptVideo, VideoEntry>();
  const missing: KeptVideo[] = [];
  for (const video of kept) {
    const current = byId.get(nameOf(video));
    if (current === undefined) missing.push(video);
    else present.set(video, current);
  }
  const keptNames = new Set(kept.map(nameOf));
  const unknown = videos.filter((video) => !keptNames.has(nameOf(video)));
  const contents = await readContents(unknown, options);
  const fingerprintOf = new Map(
    unknown.map((video, index) => [video, contents[index]?.fingerprint ?? null]),
  );
  const renamed = findByContent(missing, fingerprintOf);
  const taken = new Set(renamed.values());
  const others = unknown.filter((video) => !taken.has(video));
  const known = new Set(kept.flatMap(({ fingerprint }) => fingerprint ?? []));
  const isCopy = (video: VideoEntry) => known.has(fingerprintOf.get(video) ?? "");
  return {
    present: new Map([...present, ...renamed]),
    renamed: [...renamed.keys()],
    gone: missing.filter((video) => !renamed.has(video)),
    copies: others.filter(isCopy),
    added: withoutHeldOutSources(others.filter((video) => !isCopy(video)), kept),
  };
}

/**
 * Leaves out cuts of the sources of test and validation videos, as the division of the videos does:
 * unlabeled ones, and those whose label may have been hidden from the choice of validation videos.
 */
function withoutHeldOutSources(
  videos: readonly VideoEntry[],
  kept: readonly KeptVideo[],
): VideoEntry[] {
  const isCutOfTest = isCutOf(kept.filter(({ part }) => part === "test"));
  const isCutOfValidation = isCutOf(kept.filter(({ part }) => part === "validation"));
  return videos.filter((video) =>
    !isCutOfValidation(video) && (video.label !== null || !isCutOfTest(video))
  );
}

function findByContent(
  missing: readonly KeptVideo[],
  fingerprintOf: ReadonlyMap<VideoEntry, string | null>,
): Map<KeptVideo, VideoEntry> {
  const byContent = Map.groupBy(
    fingerprintOf.keys(),
    (video) => fingerprintOf.get(video) ?? null,
  );
  const found = new Map<KeptVideo, VideoEntry>();
  for (const video of missing) {
    // Each file is one video, even if several have the same content.
    const current = video.fingerprint === null
      ? undefined
      : byContent.get(video.fingerprint)?.shift();
    if (current !== undefined) found.set(video, current);
  }
  return found;
}

/** The id in the normal form of Unicode that most systems write: a copy may have the other one. */
function nameOf({ id }: Pick<VideoEntry, "id">): string {
  return id.normalize("NFC");
}
