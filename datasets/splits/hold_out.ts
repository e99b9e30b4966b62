import { shuffled } from "./_shuffled.ts";
import { groupOf } from "./group_of.ts";
import { isCutOf } from "./is_cut_of.ts";
import { compareStrings } from "../_compare_strings.ts";
import { likelySlips } from "../labels/_likely_slips.ts";
import type { VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/** Options of {@linkcode holdOut}. */
export interface HoldOutOptions {
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** Share of each class's labeled videos that goes to the test set, in (0, 1). */
  readonly testShare: number;
  /** Seed of the choice, an integer. */
  readonly seed: number;
  /** The data set, for messages. */
  readonly path: string;
  /**
   * What the videos are held out for.
   *
   * @default "test"
   */
  readonly purpose?: "test" | "validation" | undefined;
}

/** Videos divided by {@linkcode holdOut}, each list sorted by id. */
export interface HeldOut {
  /** Training videos. */
  readonly train: readonly VideoEntry[];
  /** Test videos. */
  readonly test: readonly VideoEntry[];
  /** Unlabeled cuts of the sources of test videos: of no use for training or test. */
  readonly leftOut: readonly VideoEntry[];
}

/**
 * Divides labeled videos into training and test, class by class, as near to the share as whole
 * groups allow, with at least one group on each side.
 *
 * Videos named like UCF's `…_g07_c02` are cuts of one source, "group" 7; those named as in HMDB-51
 * are of one film, as in Kinetics of one video. A group is never divided among the videos of a
 * class, or the test would be on footage seen in training; a film may be in the test with one class
 * and in training with another, as in HMDB-51's own split. Files of one folder that differ in their
 * extension alone are a group, and every other video is one of its own.
 * Unlabeled videos go to training, except those whose name says that they are cuts of a test
 * video's source: these are left out of both. Depends on ids, labels, share and seed, not on the
 * order given.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { holdOut } from "@actnetformer/deno/datasets";
 *
 * const videos = ["1", "2", "3", "4"].map((id) => ({ id, path: `${id}.mp4`, label: 0 }));
 * const { train, test } = holdOut(videos, { classes: ["run"], testShare: 0.25, seed: 0, path: "data" });
 * assert.deepEqual([train.length, test.length], [3, 1]);
 * ```
 *
 * @throws {ManifestError} If classes have fewer than two groups; it names them.
 * @throws {RangeError} If `testShare` is not above 0 and below 1.
 */
export function holdOut(
  videos: readonly VideoEntry[],
  options: HoldOutOptions,
): HeldOut {
  const { classes, testShare } = options;
  if (!(testShare > 0 && testShare < 1)) {
    throw new RangeError(
      "Cannot hold videos out as 'testShare' must be above 0 and below 1: " +
        `current value is ${testShare}`,
    );
  }
  const sorted = [...videos].sort((left, right) => compareStrings(left.id, right.id));
  const held = new Set<VideoEntry>();
  const small: SmallClass[] = [];
  for (const [label, className] of classes.entries()) {
    const members = sorted.filter((video) => video.label === label);
    const chosen = chooseGroups(members, { ...options, className });
    if (chosen === null) small.push({ className, count: members.length });
    for (const video of chosen ?? []) held.add(video);
  }
  if (small.length > 0) throw tooFew(videos, { ...options, small });
  const isCutOfTest = isCutOf(held);
  const isLeftOut = (video: VideoEntry) => video.label === null && isCutOfTest(video);
  return {
    train: sorted.filter((video) => !held.has(video) && !isLeftOut(video)),
    test: sorted.filter((video) => held.has(video)),
    leftOut: sorted.filter(isLeftOut),
  };
}

/** Chooses whole groups of one class for the test; null if there are fewer than two. */
function chooseGroups(
  members: readonly VideoEntry[],
  options: HoldOutOptions & { readonly className: string },
): VideoEntry[] | null {
  const { className, testShare, seed } = options;
  const groups = [...Map.groupBy(members, groupOf).values()];
  if (groups.length < 2) return null;
  const target = testShare * members.length;
  const chosen: VideoEntry[] = [];
  const candidates = shuffled(groups, { seed, key: className });
  // The last group stays in training, whatever the share.
  for (const group of candidates.slice(0, -1)) {
    const { length } = chosen;
    const isNearer = Math.abs(length + group.length - target) < Math.abs(length - target);
    if (length === 0 || isNearer) chosen.push(...group);
  }
  return chosen;
}

/** A class with too few videos. */
interface SmallClass {
  readonly className: string;
  /** Number of its labeled videos. */
  readonly count: number;
}

/** What {@linkcode tooFew} explains. */
interface SmallClasses extends HoldOutOptions {
  /** At least one. */
  readonly small: readonly SmallClass[];
}

/** Says which classes cannot be divided, and of which other one such a class may be a part. */
function tooFew(videos: readonly VideoEntry[], options: SmallClasses): ManifestError {
  const { small, classes, path, purpose = "test" } = options;
  const names = new Set(small.map(({ className }) => className));
  const likely = likelySlips(videos, classes).find(({ slip }) => names.has(slip.name));
  const problem = describeSmall(small, PURPOSES[purpose]);
  if (likely === undefined) return new ManifestError(path, problem);
  const { slip, meant: { name, count } } = likely;
  const by = small.length > 1 ? ` by '${slip.name}'` : "";
  const hint = `if '${name}' is meant${by}, which has ${pluralize(count, "video")}, write it so`;
  return new ManifestError(path, `${problem}; ${hint}`);
}

/** What videos are held out for. */
interface Purpose {
  readonly name: string;
  /** What one of the videos is. */
  readonly video: string;
  /** What can be done without enough of them. */
  readonly remedy: string;
}

const PURPOSES: Readonly<Record<"test" | "validation", Purpose>> = {
  test: { name: "the test", video: "video", remedy: "give a test list" },
  validation: {
    name: "validation",
    video: "labeled training video",
    remedy: "label more of them, or train without data.validationShare",
  },
};

function describeSmall(small: readonly SmallClass[], { name, video, remedy }: Purpose): string {
  const [first, ...others] = small as readonly [SmallClass, ...SmallClass[]];
  const tooFew = `too few to hold any back for ${name}`;
  if (others.length === 0) {
    return `class '${first.className}' has ${pluralize(first.count, video)}, ${tooFew} (it needs ` +
      `two, of different sources): ${remedy}`;
  }
  const names = quotedList(small.map(({ className }) => className));
  return `classes ${names} have ${tooFew} (each needs two ${video}s, of different sources): ${remedy}`;
}
