import { relative, resolve, sep } from "node:path";
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
 * A class whose name is a number is read as one if the file of {@linkcode formatClassList} is beside
 * the list.
 */
export function formatVideoList(
  videos: readonly VideoEntry[],
  { folder, classes }: FormatVideoListOptions,
): string {
  const lines = videos.map(({ path, label }) => {
    const listedPath = relative(resolve(folder), resolve(path)).split(sep).join("/");
    const className = label === null ? undefined : classes[label];
    return `${quote(listedPath)},${className === undefined ? "" : quote(className)}\n`;
  });
  return `path,class\n${lines.join("")}`;
}

/**
 * Returns the text of a file `classes.txt` that names classes, one a line.
 *
 * @throws {RangeError} If a name has a line break.
 */
export function formatClassList(classes: readonly string[]): string {
  const broken = classes.find((name) => /[\r\n]/.test(name));
  if (broken !== undefined) {
    throw new RangeError(
      "Cannot list classes as their names must be of one line: " +
        `current value is ${JSON.stringify(broken)}`,
    );
  }
  return classes.map((name) => `${quote(name)}\n`).join("");
}

/** Puts a field into quotes, in which a quote is written twice. */
function quote(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
