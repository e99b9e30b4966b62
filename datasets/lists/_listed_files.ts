import { isAbsolute, join } from "node:path";
import type { NamedVideo } from "../_found_videos.ts";
import { explainMissing } from "./_explain_missing.ts";
import { isFormulaError } from "./_is_formula_error.ts";
import { findFiles } from "./_find_files.ts";
import type { Reading } from "./_list_line.ts";
import { refuseManyMissing } from "./_missing_files.ts";
import type { ListRow } from "./_parse_list.ts";
import { ManifestError } from "../manifest_error.ts";
import { relativePath } from "../_relative_path.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { pluralize } from "../_words.ts";

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
  /** Folder that ids are relative to. */
  readonly root: string;
  /**
   * Folders that paths may be relative to: the first one counts in which there is any of the files.
   * It is the root if omitted.
   */
  readonly folders?: readonly string[] | undefined;
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
  const { list, root, folders = [root], missingShare } = options;
  const [folder = root] = folders;
  const { chosen, folderNotes } = await chooseFolder(rows, options);
  const present = chosen.filter((video) => video !== null);
  const { videos, notes } = takeOnce(present, list);
  const missing = rows
    .filter(({ isComment }, index) => chosen[index] === null && !isComment)
    .map((row) => missingRow(row, options));
  const total = videos.length + missing.length;
  if (total === 0) throw new ManifestError(list, "it names no video");
  const written = missing.map(({ path }) => path);
  const [first] = missing;
  const hint = first === undefined || missing.length <= missingShare * total
    ? undefined
    : await explainMissing(first, { list, root: folder });
  refuseManyMissing(list, { what: "videos", missing: written, total, missingShare, hint });
  return {
    videos,
    missing: written,
    notes: [...folderNotes, ...notes, ...noteComments(rows, present)],
  };
}

/** A line whose file is missing, as it is most usually read. */
interface MissingRow extends Reading {
  readonly line: number;
}

function missingRow({ line, usual }: ListRow, { list }: TakePresentOptions): MissingRow {
  if (usual.path === "") throw new ManifestError(list, `line ${line} has no path`);
  if (isFormulaError(usual.path)) {
    throw new ManifestError(
      list,
      `line ${line} has the path '${usual.path}', which is the error of a formula: write the path, ` +
        "or leave the line out",
    );
  }
  return { ...usual, line };
}

/** A way to read a line, and where its video is then. */
interface Candidate extends Reading {
  readonly target: string;
}

/** How each line is read, and where paths count from if that is not the usual folder. */
interface ChosenReadings {
  readonly chosen: readonly (ListedFile | null)[];
  readonly folderNotes: readonly string[];
}

async function chooseFolder(
  rows: readonly ListRow[],
  options: TakePresentOptions,
): Promise<ChosenReadings> {
  const { list, root, folders = [root] } = options;
  const [usual = root, ...others] = folders;
  const chosen = await chooseReadings(rows, { ...options, folder: usual });
  if (chosen.some((video) => video !== null)) return { chosen, folderNotes: [] };
  for (const folder of others) {
    const found = await chooseReadings(rows, { ...options, folder });
    if (found.every((video) => video === null)) continue;
    const note =
      `paths in '${list}' count from '${folder}', as none leads to a file from '${usual}'`;
    return { chosen: found, folderNotes: [note] };
  }
  return { chosen, folderNotes: [] };
}

interface ReadingOptions extends TakePresentOptions {
  /** Folder that paths are relative to. */
  readonly folder: string;
}

/** Chooses how each line is read: null if there is no file in any way. */
async function chooseReadings(
  rows: readonly ListRow[],
  options: ReadingOptions,
): Promise<(ListedFile | null)[]> {
  const toCandidate = (reading: Reading) => ({
    ...reading,
    target: reading.path === "" ? "" : pathIn(options.folder, reading.path),
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

/**
 * Takes each video once, and notes those that are listed again.
 *
 * @throws {ManifestError} If a video is listed again with another label or part.
 */
function takeOnce(
  present: readonly ListedFile[],
  list: string,
): Pick<ListedFiles, "videos" | "notes"> {
  const firstById = new Map<string, ListedFile>();
  const repeated: ListedFile[] = [];
  for (const video of present) {
    const first = firstById.get(video.id);
    if (first === undefined) {
      firstById.set(video.id, video);
      continue;
    }
    if (first.className === video.className && first.part === video.part) {
      repeated.push(video);
      continue;
    }
    throw new ManifestError(
      list,
      `lines ${first.line} and ${video.line} name '${shorten(video.id)}', ${describe(first)} and ` +
        `${describe(video)}: leave one of them`,
    );
  }
  const [again] = repeated;
  const notes = again === undefined ? [] : [
    `${pluralize(repeated.length, "line")} of '${list}' a second time, '${
      shorten(again.id)
    }' on line ` +
    `${again.line} for example: taken once`,
  ];
  return { videos: [...firstById.values()], notes };
}

function describe({ className, part = "" }: ListedFile): string {
  const label = className === null ? "without a label" : `with the label '${shorten(className)}'`;
  return part === "" ? label : `${label} for '${shorten(part)}'`;
}

function pathIn(root: string, written: string): string {
  return isAbsolute(written) ? written : join(root, written);
}
