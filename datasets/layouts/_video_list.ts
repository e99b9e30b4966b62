import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { findFiles, refuseManyMissing } from "./_missing_files.ts";
import { ManifestError, type NamedVideo } from "../manifest.ts";
import { quotedList } from "../_words.ts";
import { hasVideoExtension } from "../_list_folder.ts";

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

/**
 * Reads a text file without a byte order mark, as the list or index of a data set.
 *
 * @throws {ManifestError} if there is no such file, or it is no text.
 */
export async function readText(path: string): Promise<string> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ManifestError(path, "the file does not exist", { cause });
  });
  if (text.includes("\0")) throw new ManifestError(path, "it must be a list of videos, in text");
  return text.replace(/^\uFEFF/, "");
}

/** A video's id and path from how a list writes it. */
export function locate(written: string, root: string): { id: string; path: string } {
  const path = isAbsolute(written) ? written : join(root, written);
  return { id: relative(resolve(root), resolve(path)).split(sep).join("/"), path };
}

/** Throws one ManifestError for all videos that are listed twice. */
function refuseTwice(list: string, videos: readonly NamedVideo[]): void {
  const seen = new Set<string>();
  const twice = videos.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => id);
  if (twice.length > 0) throw new ManifestError(list, `it names ${quotedList(twice)} twice`);
}

/**
 * Divides a list's videos into those with a file and those without.
 *
 * @throws {ManifestError} if videos are listed twice, or more than `missingShare` of them are missing.
 */
export async function takePresent<Video extends NamedVideo>(
  list: string,
  videos: readonly Video[],
  missingShare: number,
): Promise<{ readonly videos: Video[]; readonly missing: string[] }> {
  refuseTwice(list, videos);
  const found = await findFiles(videos.map(({ path }) => path));
  const present = videos.filter(({ path }) => found.has(path));
  const missing = videos.filter(({ path }) => !found.has(path)).map(({ id }) => id);
  const total = videos.length;
  refuseManyMissing(list, { what: "videos", missing, total, missingShare });
  return { videos: present, missing };
}
