import { hasVideoExtension } from "../_video_extension.ts";
import { ManifestError } from "../manifest_error.ts";
import type { NamedVideo } from "./_layout.ts";
import { readText } from "./_read_text.ts";
import { locate, takePresent } from "./_listed_files.ts";

/** A line of a list file: a path and a label, as written. */
export interface ListLine {
  readonly path: string;
  /** A class name, an index in digits, or null for an unlabeled video. */
  readonly label: string | null;
}

/**
 * Parses one line of a list. The label is the last word, or a quoted text; paths with blanks may be
 * quoted, but need it only where no label follows and the extension is not a video's.
 *
 *     Lunges/a.avi 3          Lunges/a.avi "Body Weight Squats"
 *     my videos/a.avi Lunges  "my videos/a.avi"            # a comment
 *
 * Returns null for blank lines and comments.
 */
export function parseListLine(line: string): ListLine | null {
  const text = line.replace(/(^|\s)#[^"]*$/, "").trim();
  if (text === "") return null;
  const match = /^"([^"]*)"(?:\s+"([^"]*)"|\s+(.*))?$/.exec(text) ??
    /^(.*\S)\s+"([^"]*)"$/.exec(text);
  if (match !== null) {
    const label = match[2] ?? match[3];
    return { path: match[1] ?? "", label: label === undefined || label === "" ? null : label };
  }
  const word = /^(.*\S)\s+(\S+)$/.exec(text);
  if (word === null || hasVideoExtension(text)) return { path: text, label: null };
  return { path: word[1] ?? "", label: word[2] ?? null };
}

/** Where a list's paths begin, and how many may be missing. */
export interface ReadVideoListOptions {
  /** Folder that paths are relative to. */
  readonly root: string;
  /** Largest share of the videos without a file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * Reads a list of videos with the labels as written.
 *
 * @throws {ManifestError} if the list is missing or empty, names videos twice, or too many without a file.
 */
export async function readVideoList(
  list: string,
  { root, missingShare }: ReadVideoListOptions,
): Promise<{ readonly videos: NamedVideo[]; readonly missing: string[] }> {
  const lines = (await readText(list)).split(/\r?\n/).flatMap((line) => parseListLine(line) ?? []);
  if (lines.length === 0) throw new ManifestError(list, "it names no video");
  const videos = lines.map(({ path, label }) => ({ ...locate(path, root), className: label }));
  return await takePresent(list, videos, missingShare);
}
