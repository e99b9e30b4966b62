import { ManifestError } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { KeptVideo, KeptVideos, VideoContent, VideoPart } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "../videos/find_videos.ts";
import { listNames } from "../videos/list_names.ts";
import { matchVideos, type VideoMatch } from "../videos/match_videos.ts";
import { noteCopies } from "../videos/note_copies.ts";
import { readContents } from "../videos/read_contents.ts";
import type { TestSet } from "../videos/video_set.ts";
import { readLearnedVideos } from "../videos/read_learned_videos.ts";

/** A test video of a run, and what it is now. */
interface HeldOutVideo {
  readonly kept: KeptVideo;
  /** With the id and label of the training. */
  readonly video: TestSet["test"][number];
  /** Name of its class now; null if it has none. */
  readonly className: string | null;
  readonly content: VideoContent;
}

/**
 * Returns the videos that a run held out for its test, wherever they are now. Notifies the user of
 * what has changed since the training.
 *
 * @throws {ManifestError} If none is left.
 */
export async function heldOutVideos(
  config: Config,
  kept: KeptVideos,
  options: WorkOptions,
): Promise<TestSet> {
  const { source } = config.data;
  // The unlabeled videos from elsewhere need not be there for the test.
  const ownData = { ...config, data: { ...config.data, unlabeled: [] } };
  const { classes, train, test } = await findVideos(ownData, { ...options, whole: true });
  const match = await matchVideos(kept.videos, [...train, ...test], { source, ...options });
  const heldOut = await readHeldOut(match, classes, { source, ...options });
  const learned = await readLearnedVideos(config, kept, options);
  const isLearned = (held: HeldOutVideo) =>
    hasChanged(held) && learned.has({ id: held.video.id, ...held.content });
  const notes = [...matchNotes(match, config), ...changeNotes(heldOut, { kept, isLearned })];
  for (const note of notes) options.progress.note(note);
  const left = heldOut.filter((held) => !isLearned(held)).map(({ video }) => video);
  if (left.length > 0) return { classes: kept.classes, test: left };
  throw new ManifestError(source, "none of the test videos of the run is there now");
}

async function readHeldOut(
  { present }: VideoMatch,
  classes: readonly string[],
  options: WorkOptions & { readonly source: string },
): Promise<HeldOutVideo[]> {
  const pairs = [...present].filter(([{ part }]) => part === "test");
  const contents = await readContents(pairs.map(([, current]) => current), options);
  return pairs.flatMap(([kept, current], index) => {
    const { id, label } = kept;
    const content = contents[index];
    if (label === null || content === undefined) return [];
    const className = current.label === null ? null : classes[current.label] ?? null;
    const { fingerprint } = content;
    return [{ kept, className, content, video: { ...current, fingerprint, id, label } }];
  });
}

/** Whether a file has another content than at the training. */
function hasChanged({ kept, content }: HeldOutVideo): boolean {
  return kept.fingerprint !== content.fingerprint;
}

/** What is new in the data, gone from it, or has another name. */
function matchNotes({ added, copies, gone, renamed }: VideoMatch, { data }: Config): string[] {
  const notes = noteCopies(copies);
  const goneTest = gone.filter(({ part }) => part === "test");
  const isLookedFor = (part: VideoPart) => part === "labeled" || data.unlabeled.length === 0;
  const goneTraining = gone.filter(({ part }) => part !== "test" && isLookedFor(part));
  const renamedTest = renamed.filter(({ part }) => part === "test");
  if (added.length > 0) {
    notes.push(
      `${listNames(added, "video")} came after the run was started: not tested; ` +
        "to test on them, give a folder or list of them by --data",
    );
  }
  if (goneTest.length > 0) notes.push(`gone: ${listNames(goneTest, "test video")}`);
  if (goneTraining.length > 0) notes.push(`gone: ${listNames(goneTraining, "training video")}`);
  if (renamedTest.length > 0) {
    notes.push(`found under another name: ${listNames(renamedTest, "test video")}`);
  }
  return notes;
}

/** What is different about the test videos that are there. */
function changeNotes(
  heldOut: readonly HeldOutVideo[],
  { kept: { classes }, isLearned }: {
    readonly kept: KeptVideos;
    readonly isLearned: (held: HeldOutVideo) => boolean;
  },
): string[] {
  const list = (held: readonly HeldOutVideo[]) =>
    listNames(held.map(({ kept }) => kept), "test video");
  const learned = heldOut.filter(isLearned);
  const changed = heldOut.filter((held) => hasChanged(held) && !isLearned(held));
  const relabeled = heldOut.filter(({ video, className }) =>
    className !== null && classes.includes(className) && className !== classes[video.label]
  );
  const notes: string[] = [];
  if (learned.length > 0) {
    notes.push(
      `now with the content of a training or validation video: ${list(learned)}: left out`,
    );
  }
  if (changed.length > 0) {
    notes.push(`other files than in the training: ${list(changed)}: tested as they are`);
  }
  if (relabeled.length > 0) {
    notes.push(`of another class now: ${list(relabeled)}: tested as in the training`);
  }
  return notes;
}
