import { divideLabeled, hashSplit, ManifestError, type VideoEntry } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { KeptVideo, KeptVideos, VideoPart } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "./find_videos.ts";
import { hasLabel } from "./has_label.ts";
import { LearnedVideos } from "./learned_videos.ts";
import { listNames } from "./list_names.ts";
import { matchVideos, type VideoMatch } from "./match_videos.ts";
import { readContents, type ReadContentsOptions } from "./read_contents.ts";
import type { VideoSet } from "./video_set.ts";

/**
 * Returns the videos of a run that is resumed: those that it keeps, wherever they are now, except
 * test videos that have become training videos. Notifies the user of what has changed since it was
 * started.
 *
 * @throws {ManifestError} If a training video is gone.
 */
export async function resumeVideos(
  config: Config,
  kept: KeptVideos,
  options: WorkOptions,
): Promise<VideoSet> {
  const { source, split = null } = config.data;
  const { train, test: labeledVideos, missing } = await findVideos(config, {
    ...options,
    whole: true,
  });
  const match = await matchVideos(kept.videos, [...train, ...labeledVideos], {
    source,
    ...options,
  });
  requireTraining(match, source);
  const changed = await findChanged(match, kept, { source, ...options });
  for (const note of [...notesOf(match), ...changeNotes(changed)]) options.progress.note(note);
  const learned = new Set(changed.learned);
  const membersOf = (part: VideoPart): VideoEntry[] =>
    kept.videos.flatMap((video) => {
      const current = match.present.get(video);
      const { id, label } = video;
      const isUsed = video.part === part && !learned.has(video);
      return isUsed && current !== undefined ? [{ ...current, id, label }] : [];
    });
  const labeled = membersOf("labeled");
  const unlabeled = membersOf("unlabeled");
  const validation = membersOf("validation").filter(hasLabel);
  const test = membersOf("test").filter(hasLabel);
  const chosen = new Set(labeled.map(({ id }) => id));
  const { hash } = divideLabeled([...labeled, ...unlabeled], chosen);
  const record = {
    split,
    labeled: labeled.length,
    unlabeled: unlabeled.length,
    validation: validation.length,
    test: test.length,
    sha256: hashSplit({ labeled, unlabeled, test }),
    missing,
  };
  return { classes: kept.classes, labeled, unlabeled, validation, test, hash, record };
}

/** The videos of a run whose files have another content than when it was started. */
interface ChangedVideos {
  /** Test videos with the content of a training video. */
  readonly learned: readonly KeptVideo[];
  /** All others. */
  readonly others: readonly KeptVideo[];
}

async function findChanged(
  { present }: VideoMatch,
  kept: KeptVideos,
  options: ReadContentsOptions,
): Promise<ChangedVideos> {
  const pairs = [...present];
  const contents = await readContents(pairs.map(([, current]) => current), options);
  const trained = new LearnedVideos([kept]);
  const learned: KeptVideo[] = [];
  const others: KeptVideo[] = [];
  for (const [index, [video]] of pairs.entries()) {
    const content = contents[index];
    if (content === undefined || content.fingerprint === video.fingerprint) continue;
    const isLearned = video.part === "test" && trained.has({ id: video.id, ...content });
    if (isLearned) learned.push(video);
    else others.push(video);
  }
  return { learned, others };
}

function changeNotes({ learned, others }: ChangedVideos): string[] {
  const notes: string[] = [];
  if (learned.length > 0) {
    notes.push(
      `now with the content of a training video: ${listNames(learned, "test video")}: left out`,
    );
  }
  if (others.length > 0) {
    notes.push(
      `other files than when the run was started: ${listNames(others, "video")}: used as they are`,
    );
  }
  return notes;
}

function requireTraining({ gone }: VideoMatch, source: string): void {
  const training = gone.filter(({ part }) => part !== "test");
  if (training.length === 0) return;
  throw new ManifestError(
    source,
    `${listNames(training, "training video")} of the run are gone, without which it cannot be ` +
      "resumed to the same result: put them back, or start a new run",
  );
}

function notesOf({ gone, renamed, added }: VideoMatch): string[] {
  const notes: string[] = [];
  if (added.length > 0) {
    notes.push(`${listNames(added, "video")} came after the run was started: not used`);
  }
  if (renamed.length > 0) notes.push(`found under another name: ${listNames(renamed, "video")}`);
  if (gone.length > 0) notes.push(`gone: ${listNames(gone, "test video")}`);
  return notes;
}
