import type { NamedVideo } from "../_found_videos.ts";
import { comparableName } from "./_comparable_name.ts";

/**
 * Returns the class that the nearest folder above a video names, as in `run/v1/a.avi`; undefined if
 * none names one.
 *
 * @param classNames The classes by their comparable names.
 */
export function classFolderOf(
  { id }: Pick<NamedVideo, "id">,
  classNames: ReadonlyMap<string, string>,
): string | undefined {
  const folders = id.split("/").slice(0, -1).toReversed();
  return folders.map((folder) => classNames.get(comparableName(folder)))
    .find((className) => className !== undefined);
}

/** Returns classes by their comparable names. */
export function byComparableName(classes: Iterable<string>): ReadonlyMap<string, string> {
  return new Map(Array.from(classes, (name) => [comparableName(name), name]));
}
