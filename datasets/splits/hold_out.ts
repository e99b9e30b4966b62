import { shuffled } from "./_shuffled.ts";
import { type VideoEntry } from "../manifest.ts";
import { compareStrings } from "../_compare_strings.ts";
import { ManifestError } from "../manifest_error.ts";

/** How to hold test videos back. */
export interface HoldOutOptions {
  readonly classes: readonly string[];
  /** Share of each class's labeled videos that goes to the test set, in (0, 1). */
  readonly testShare: number;
  readonly seed: number;
  /** The data set, for messages. */
  readonly path: string;
}

/** Videos divided by {@linkcode holdOut}, each list sorted by id. */
export interface HeldOut {
  readonly train: readonly VideoEntry[];
  readonly test: readonly VideoEntry[];
  /** Unlabeled cuts of what the test shows: of no use for either. */
  readonly leftOut: readonly VideoEntry[];
}

/**
 * Divides labeled videos into training and test, class by class, as near to the share as whole groups
 * allow, with at least one group on each side. Videos named like UCF's `…_g07_c02` are cuts of one
 * source, "group" 7: a group is never divided, else the test would be on footage seen in training. Other
 * videos are groups of their own. Unlabeled videos go to training, but for those whose name tells that
 * they are cuts of a test video's source (the same name up to the group): these are left out of both.
 * Depends on ids, labels, share and seed, not on the order given.
 *
 * @throws {ManifestError} if a class has fewer than two groups.
 */
export function holdOut(
  videos: readonly VideoEntry[],
  options: HoldOutOptions,
): HeldOut {
  if (!(options.testShare > 0 && options.testShare < 1)) {
    throw new RangeError(
      "Cannot hold videos out as 'testShare' must be above 0 and below 1: " +
        `current value is ${options.testShare}`,
    );
  }
  const sorted = [...videos].sort((a, b) => compareStrings(a.id, b.id));
  const held = new Set<VideoEntry>();
  for (const [label, className] of options.classes.entries()) {
    const members = sorted.filter((video) => video.label === label);
    const groups = [...Map.groupBy(members, groupOf).values()];
    if (groups.length < 2) {
      throw new ManifestError(
        options.path,
        `class '${className}' has too few videos to hold any back for the test (it needs two, of ` +
          "different sources): give a test list",
      );
    }
    const target = options.testShare * members.length;
    let count = 0;
    const candidates = shuffled(groups, { seed: options.seed, key: className });
    // The last group stays in training whatever the share.
    for (const group of candidates.slice(0, -1)) {
      const nearer = Math.abs(count + group.length - target) < Math.abs(count - target);
      if (count > 0 && !nearer) continue;
      count += group.length;
      for (const video of group) held.add(video);
    }
  }
  const sources = new Set([...held].flatMap((video) => sourceOf(video) ?? []));
  const isLeftOut = (video: VideoEntry) =>
    video.label === null && sources.has(sourceOf(video) ?? "");
  return {
    train: sorted.filter((video) => !held.has(video) && !isLeftOut(video)),
    test: sorted.filter((video) => held.has(video)),
    leftOut: sorted.filter(isLeftOut),
  };
}

/** The group of a video among those of its class. */
function groupOf(video: VideoEntry): string {
  return /_g\d+$/.exec(sourceOf(video) ?? "")?.[0] ?? video.id;
}

/** What the cuts of one source have in common, "v_Lunges_g07", where the name tells. */
function sourceOf({ id }: VideoEntry): string | undefined {
  const name = id.slice(id.lastIndexOf("/") + 1);
  return /^.*?_g\d+(?=_)/s.exec(name)?.[0];
}
