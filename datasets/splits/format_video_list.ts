import { quoteField } from "./_quote_field.ts";
import { relativePath } from "../_relative_path.ts";
import type { VideoEntry } from "../manifest.ts";

/** Options of {@linkcode formatVideoList}. */
export interface FormatVideoListOptions {
  /** The folder of the list, which its paths are relative to. */
  readonly folder: string;
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
}

/**
 * Returns the text of a list that {@linkcode readManifest} reads: a table with the columns `path` and
 * `class`, which is empty for unlabeled videos. All fields are in quotes, so that names may hold
 * anything.
 *
 * A class whose name is a number, or "null", is read as one if the file that `formatClassList()` writes
 * is beside the list.
 */
export function formatVideoList(
  videos: readonly VideoEntry[],
  { folder, classes }: FormatVideoListOptions,
): string {
  const lines = videos.map(({ path, label }) => {
    const listedPath = relativePath(path, folder);
    const className = label === null ? undefined : classes[label];
    return `${quoteField(listedPath)},${className === undefined ? "" : quoteField(className)}\n`;
  });
  return `path,class\n${lines.join("")}`;
}
