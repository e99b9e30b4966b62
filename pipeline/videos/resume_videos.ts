import { divideLabeled, hashSplit, ManifestError, type VideoEntry } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { KeptVideo, KeptVideos, VideoPart } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { countStoredFlow } from "./count_stored_flow.ts";
import { findVideos } from "./find_videos.ts";
import { hasLabel } from "./has_label.ts";
import { LearnedVideos } from "./learned_videos.ts";
import { listNames } from "./list_names.ts";
import { matchVideos, type VideoMatch } from "./match_videos.ts";
import { mostBroken } from "./most_broken.ts";
import { noteCopies } from "./note_copies.ts";
import { readContents, type ReadContentsOptions } from "./read_contents.ts";
import type { VideoSet } from "./video_set.ts";

/**
 * Returns the videos of a run that is resumed: those that it keeps, wherever they are now, except
 * test videos that are gone or have become training videos. Training videos that are gone remain in
 * their order, and are broken ones. Notifies the user of what has changed since it was started.
 *
 * @throws {ManifestError} If more training or validation videos are gone than may be broken.
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
  requireMost(match, kept, config);
  const changed = await findChanged(match, kept, { source, ...options });
  const storedFlows = await countStoredFlow(config, [...match.present.values()], options);
  const notes = [...notesOf(match), ...changeNotes(changed), ...flowNotes(storedFlows, kept)];
  for (const note of notes) options.progress.note(note);
  const learned = new Set(changed.learned);
  const membersOf = (part: VideoPart): VideoEntry[] =>
    kept.videos.flatMap((video) => {
      if (video.part !== part || learned.has(video)) return [];
      const { id, label } = video;
      const current = match.present.get(video) ?? (part === "test" ? undefined : { path: id });
      return current === undefined ? [] : [{ ...current, id, label }];
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
  const gone = new Set(match.gone.map(({ id }) => id));
  return { classes: kept.classes, labeled, unlabeled, validation, test, gone, hash, record };
}

/** The videos of a run whose files have another content than when it was started. */
interface ChangedVideos {
  /** Test videos with the content of a training or validation video. */
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
      `now with the content of a training or validation video: ` +
        `${listNames(learned, "test video")}: left out`,
    );
  }
  if (others.length > 0) {
    notes.push(
      `other files than when the run was started: ${listNames(others, "video")}: used as they are`,
    );
  }
  return notes;
}

/** Says that flow is read for more or fewer videos than before: numbers then differ a little. */
function flowNotes(now: number | undefined, { storedFlows: before, videos }: KeptVideos): string[] {
  if (now === undefined || before === undefined || now === before) return [];
  return [
    `flow is stored beside ${now} of the run's ${videos.length} videos, beside ${before} when it ` +
    "was started: computed for the others",
  ];
}

/**
 * Refuses to resume where so many videos are gone that their folder is more likely not mounted, or
 * another one. No more may be gone than may be broken.
 */
function requireMost(
  { gone }: VideoMatch,
  { videos }: KeptVideos,
  { data: { source, failureShare } }: Config,
): void {
  for (const [kind, isMeant] of KINDS) {
    const missing = gone.filter(({ part }) => isMeant(part));
    const { length: total } = videos.filter(({ part }) => isMeant(part));
    if (missing.length <= mostBroken(failureShare, total)) continue;
    const percent = Number((failureShare * 100).toFixed(1));
    throw new ManifestError(
      source,
      `at most ${percent} % of the run's ${total} ${kind}s may be gone (data.failureShare): ` +
        `current value is ${listNames(missing, kind)}; put them back, for example by mounting ` +
        "their disk, or start a new run",
    );
  }
}

/** The kinds of videos that a run is trained by, and their parts. */
const KINDS: readonly (readonly [kind: string, isMeant: (part: VideoPart) => boolean])[] = [
  ["training video", (part) => part === "labeled" || part === "unlabeled"],
  ["validation video", (part) => part === "validation"],
];

function notesOf({ gone, renamed, added, copies }: VideoMatch): string[] {
  const notes = noteCopies(copies);
  if (added.length > 0) {
    notes.push(`${listNames(added, "video")} came after the run was started: not used`);
  }
  if (renamed.length > 0) notes.push(`found under another name: ${listNames(renamed, "video")}`);
  const tested = gone.filter(({ part }) => part === "test");
  if (tested.length > 0) notes.push(`gone: ${listNames(tested, "test video")}`);
  for (const [kind, isMeant] of KINDS) {
    const missing = gone.filter(({ part }) => isMeant(part));
    if (missing.length === 0) continue;
    notes.push(
      `gone: ${listNames(missing, kind)}: skipped like broken ones, so the result is another one ` +
        "than with them",
    );
  }
  return notes;
}
