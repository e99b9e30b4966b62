import type { NamedVideo } from "../_found_videos.ts";
import { compareStrings } from "../_compare_strings.ts";
import type { VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/**
 * Replaces the names of classes by indexes into `classes` and sorts by id.
 *
 * @throws {ManifestError} If a name is not one of a class.
 */
export function label(
  videos: readonly NamedVideo[],
  { classes, path }: { readonly classes: readonly string[]; readonly path: string },
): VideoEntry[] {
  const indexes = new Map(classes.map((name, index) => [name, index]));
  const unknown = videos.filter(({ className }) => className !== null && !indexes.has(className));
  const [first] = unknown;
  if (first !== undefined) {
    const names = new Set(unknown.flatMap(({ className }) => className ?? []));
    throw new ManifestError(
      path,
      `unknown class ${quotedList([...names])}, of '${first.id}' for example: training has ` +
        quotedList(classes),
    );
  }
  const entries = videos.map(({ id, path, className }): VideoEntry => ({
    id,
    path,
    label: indexes.get(className ?? "") ?? null,
  }));
  return entries.sort((left, right) => compareStrings(left.id, right.id));
}
