import type { VideoEntry } from "../../datasets/mod.ts";

/**
 * Requires that videos are unlabeled ones of a run, so that each can get a label.
 *
 * @param paths Whole paths of their files.
 * @throws {Error} If one is not; the message names it.
 */
export function requireUnlabeled(
  paths: Iterable<string>,
  unlabeled: readonly Pick<VideoEntry, "path">[],
): void {
  const known = new Set(unlabeled.map(({ path }) => path));
  for (const path of paths) {
    if (known.has(path)) continue;
    throw new Error(
      "Cannot use labels as they must be of unlabeled videos of the run that are there: " +
        `current value is ${path}`,
    );
  }
}
