import { compareStrings } from "../_compare_strings.ts";
import type { NamedVideo } from "./_layout.ts";
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
  const unknown = new Set<string>();
  const indexOf = (className: string): number | null => {
    const index = indexes.get(className);
    if (index !== undefined) return index;
    unknown.add(className);
    return null;
  };
  const entries = videos.map(({ id, path, className }): VideoEntry => ({
    id,
    path,
    label: className === null ? null : indexOf(className),
  }));
  if (unknown.size > 0) {
    throw new ManifestError(
      path,
      `unknown class ${quotedList([...unknown])}: training has ${quotedList(classes)}`,
    );
  }
  return entries.sort((left, right) => compareStrings(left.id, right.id));
}
