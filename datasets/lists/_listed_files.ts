import { isAbsolute, join } from "node:path";
import type { NamedVideo } from "../_found_videos.ts";
import { explainMissing } from "./_explain_missing.ts";
import { findFiles } from "./_find_files.ts";
import type { Reading } from "./_list_line.ts";
import { refuseManyMissing } from "./_missing_files.ts";
import type { ListRow } from "./_parse_list.ts";
import { ManifestError } from "../manifest_error.ts";
import { relativePath } from "../_relative_path.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { quotedList } from "../_words.ts";

/** A video of a list; its `className` is the label as written. */
export interface ListedFile extends NamedVideo {
  /** The list that names it. */
  readonly list: string;
  /** The line on which it does, from 1. */
  readonly line: number;
  /** What a column says about the part: train, test or val; undefined without such a column. */
  readonly part: string | undefined;
}

/** The videos of a list, divided by {@linkcode takePresent}. */
export interface PresentVideos<Video> {
  /** Those with a file. */
  readonly videos: Video[];
  /** Those without, as the list writes them. */
  readonly missing: string[];
}

/** The videos of a list, and what a user should know of it. */
export interface ListedFiles extends PresentVideos<ListedFile> {
  /** One line for each thing a user should know, except missing files. */
  readonly notes: readonly string[];
}

/** Options of {@linkcode takePresent}. */
export interface TakePresentOptions {
  /** The list's path, for messages. */
  readonly list: string;
  /** Folder that paths are relative to. */
  readonly root: string;
  /** Largest share of the videos that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * Divides a list's videos into those with a file and those without. A line that can be read in
 * several ways is read in the first one in which there is a file.
 *
 * @throws {ManifestError} If the list is empty, videos are listed twice, a line cannot be read
 * without doubt, or more than `missingShare` of the videos are missing.
 */
export async function takePresent(
  rows: readonly ListRow[],
  options: TakePresentOptions,
): Promise<ListedFiles> {
  const { list, root, missingShare } = options;
  const chosen = await chooseReadings(rows, options);
  const videos = chosen.filter((video) => video !== null);
  const missing = rows
    .filter(({ isComment }, index) => chosen[index] === null && !isComment)
    .map((row) => missingRow(row, options));
  const total = videos.length + missing.length;
  if (total === 0) throw new ManifestError(list, "it names no video");
  refuseTwice(list, [...videos, ...missing]);
  const written = missing.map(({ path }) => path);
  const [first] = missing;
  const hint = first === undefined || missing.length <= missingShare * total
    ? undefined
    : await explainMissing(first, { list, root });
  refuseManyMissing(list, { what: "videos", missing: written, total, missingShare, hint });
  return { videos, missing: written, notes: noteComments(rows, videos) };
}

/** A line whose file is missing, as it is most usually read. */
interface MissingRow extends Reading {
  readonly id: string;
  readonly line: number;
}

function missingRow({ line, usual }: ListRow, { list, root }: TakePresentOptions): MissingRow {
  if (usual.path === "") throw new ManifestError(list, `line ${line} has no path`);
  return { ...usual, id: relativePath(pathIn(root, usual.path), root), line };
}

/** A way to read a line, and where its video is then. */
interface Candidate extends Reading {
  readonly target: string;
}

/** Chooses how each line is read: null if there is no file in any way. */
async function chooseReadings(
  rows: readonly ListRow[],
  options: TakePresentOptions,
): Promise<(ListedFile | null)[]> {
  const toCandidate = (reading: Reading) => ({
    ...reading,
    target: reading.path === "" ? "" : pathIn(options.root, reading.path),
  });
  const usual = rows.map((row) => toCandidate(row.usual));
  const files = new Map(await findFiles(usual.map(({ target }) => target)));
  const isClear = ({ problem, target }: Candidate) => problem === undefined && files.has(target);
  const candidates = usual.map((candidate, index) =>
    isClear(candidate)
      ? [candidate]
      : [candidate, ...Array.from(rows[index]?.otherReadings() ?? [], toCandidate)]
  );
  const others = candidates.flatMap(([, ...more]) => more.map(({ target }) => target));
  for (const [target, file] of await findFiles(others)) files.set(target, file);
  return rows.map((row, index) =>
    chooseReading(row, candidates[index] ?? [], { ...options, files })
  );
}

/** @throws {ManifestError} If there is a file, but the line cannot be read without doubt. */
function chooseReading(
  { line, text }: ListRow,
  candidates: readonly Candidate[],
  { list, root, files }: TakePresentOptions & { readonly files: ReadonlyMap<string, string> },
): ListedFile | null {
  const present = candidates.filter(({ target }) => files.has(target));
  const clear = present.find(({ problem }) => problem === undefined);
  const [doubtful] = present;
  if (doubtful === undefined) return null;
  if (clear === undefined) {
    throw new ManifestError(list, `line ${line} '${shorten(text)}': ${doubtful.problem}`);
  }
  const path = files.get(clear.target) ?? clear.target;
  return {
    id: relativePath(path, root),
    path,
    className: clear.label,
    part: clear.part,
    list,
    line,
  };
}

/** Returns a line for the user about comments that may have been meant as videos. */
function noteComments(rows: readonly ListRow[], videos: readonly ListedFile[]): string[] {
  const taken = new Set(videos.map(({ line }) => line));
  const doubtful = rows.filter((row) =>
    row.isComment && !taken.has(row.line) && looksLikeVideo(row)
  );
  const [first, ...others] = doubtful;
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return [
    `took line ${first.line} '${
      shorten(first.text)
    }'${more} for a comment, as there is no file of ` +
    "that name",
  ];
}

/** Whether a comment looks like a video whose name begins with `#`. */
function looksLikeVideo({ usual: { path } }: ListRow): boolean {
  return /^#\S/.test(path) && hasVideoExtension(path);
}

/** Throws one error for all videos that are listed more than once. */
function refuseTwice(
  list: string,
  videos: readonly { readonly id: string; readonly line: number }[],
): void {
  const lines = new Map<string, number>();
  const twice: string[] = [];
  const where: string[] = [];
  for (const { id, line } of videos) {
    const earlier = lines.get(id);
    if (earlier !== undefined) {
      twice.push(id);
      where.push(`${earlier} and ${line}`);
    }
    lines.set(id, line);
  }
  if (twice.length === 0) return;
  throw new ManifestError(list, `it names ${quotedList(twice)} twice (lines ${where[0]})`);
}

function pathIn(root: string, written: string): string {
  return isAbsolute(written) ? written : join(root, written);
}

/** Shortens what is too long for a message. */
function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
