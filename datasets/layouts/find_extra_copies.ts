import { compareStrings } from "../_compare_strings.ts";
import type { VideoEntry } from "../manifest.ts";
import { sourceOf } from "../splits/source_of.ts";
import { pluralize } from "../_words.ts";
import { findCopies } from "./_find_copies.ts";
import { refuseCopies } from "./_refuse_copies.ts";

/** What {@linkcode findExtraCopies} knows about the videos. */
export interface FindExtraCopiesOptions {
  /** The data set, for messages. */
  readonly path: string;
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /**
   * Ids of the videos that are for the test.
   *
   * @default none: the videos are not divided yet
   */
  readonly tested?: ReadonlySet<string> | undefined;
  /**
   * Ids of the videos that are kept rather than their copies, as their labels count.
   *
   * @default all that have a label
   */
  readonly preferred?: ReadonlySet<string> | undefined;
  /**
   * Whether an unlabeled copy of a test video is left out, not refused: where the test videos were
   * held out by the program, no user has said that it is to be trained on.
   *
   * @default false
   */
  readonly isHeldOut?: boolean | undefined;
  /**
   * Whether copies with several labels, or in training and test, are kept, not refused.
   *
   * @default false
   */
  readonly acceptsCopies?: boolean | undefined;
}

/** Videos that are left out. */
export interface ExtraCopies {
  /** The video that is used in place of each. */
  readonly originals: ReadonlyMap<VideoEntry, VideoEntry>;
  /** A line for the user; none if there are no copies. */
  readonly notes: readonly string[];
}

/** Copies that the note names. */
const NAMED_COPIES = 3;

/**
 * Finds copies that are left out, so that each video counts once: files that are equal, byte by
 * byte. Kept of equal files is one for the test, else one with a label, else one whose name says its
 * source, else the one with the shortest name.
 *
 * @throws {ManifestError} If a video has several labels, or copies are in training and test.
 * @throws {FfmpegError} If there are equal files, but no ffmpeg to find out whether they are videos.
 */
export async function findExtraCopies(
  videos: readonly VideoEntry[],
  options: FindExtraCopiesOptions,
): Promise<ExtraCopies> {
  const { tested = new Set(), preferred, isHeldOut = false, acceptsCopies = false } = options;
  const isTested = ({ id }: VideoEntry) => tested.has(id);
  const isLabeled = ({ id, label }: VideoEntry) =>
    label !== null && (preferred === undefined || preferred.has(id));
  const kindOf = (group: readonly VideoEntry[]) => {
    if (labelsOf(group).size > 1) return "labels";
    const training = group.filter((video) => !isTested(video));
    if (training.length === 0 || training.length === group.length) return "extra";
    return isHeldOut && labelsOf(training).size === 0 ? "extra" : "parts";
  };
  const groups = Map.groupBy(await findCopies(videos), kindOf);
  if (!acceptsCopies) refuseCopies(groups, { ...options, isTested });
  const originals = new Map<VideoEntry, VideoEntry>();
  for (const group of groups.get("extra") ?? []) {
    const [original, ...copies] = group.toSorted((left, right) =>
      Number(isTested(right)) - Number(isTested(left)) ||
      Number(isLabeled(right)) - Number(isLabeled(left)) ||
      Number(hasSource(right)) - Number(hasSource(left)) ||
      left.id.length - right.id.length || compareStrings(left.id, right.id)
    );
    for (const copy of copies) originals.set(copy, original!);
  }
  return { originals, notes: describeExtra(originals) };
}

/** Whether a name says of which source a video is, which keeps its cuts together. */
function hasSource(video: VideoEntry): boolean {
  return sourceOf(video) !== undefined;
}

/** The labels of copies; none if all are unlabeled. */
function labelsOf(group: readonly VideoEntry[]): Set<number> {
  return new Set(group.flatMap(({ label }) => label ?? []));
}

function describeExtra(originals: ReadonlyMap<VideoEntry, VideoEntry>): string[] {
  if (originals.size === 0) return [];
  const named = [...originals].slice(0, NAMED_COPIES)
    .map(([{ id }, original]) => `'${id}' of '${original.id}'`);
  const more = originals.size - named.length;
  const last = more > 0 ? ` and ${more} more ('deno task data check' names all)` : "";
  const copies = originals.size === 1 ? "1 copy" : pluralize(originals.size, "copie");
  return [`left ${copies} unused, so that each video counts once: ${named.join(", ")}${last}`];
}
