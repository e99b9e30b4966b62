import type { NamedVideo } from "./_layout.ts";
import { locate, type PresentVideos, takePresent } from "./_listed_files.ts";
import { readText } from "./_read_text.ts";
import { ManifestError } from "../manifest_error.ts";
import { hasVideoExtension } from "../_video_extension.ts";

/** Options of {@linkcode readVideoList}. */
export interface ReadVideoListOptions {
  /** Folder that paths are relative to. */
  readonly root: string;
  /** Largest share of the videos that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * Reads a list of videos with the labels as written.
 *
 * @throws {ManifestError} If the list is missing or empty, names a video twice, or too many without
 * a file.
 */
export async function readVideoList(
  list: string,
  { root, missingShare }: ReadVideoListOptions,
): Promise<PresentVideos<NamedVideo>> {
  const lines = (await readText(list)).split(/\r?\n/).flatMap((line) => parseListLine(line) ?? []);
  if (lines.length === 0) throw new ManifestError(list, "it names no video");
  const videos = lines.map(({ path, label }) => ({ ...locate(path, root), className: label }));
  return await takePresent(list, videos, missingShare);
}

/** A line of a list: a path and a label, as written. */
interface ListLine {
  readonly path: string;
  /** A class name, an index in digits, or null for an unlabeled video. */
  readonly label: string | null;
}

/**
 * Parses one line of a list. The label is the last word, or a quoted text; paths with blanks may be
 * quoted, but need it only if no label follows and the extension is not a video's.
 *
 *     Lunges/a.avi 3          Lunges/a.avi "Body Weight Squats"
 *     my videos/a.avi Lunges  "my videos/a.avi"            # a comment
 *
 * Returns null for blank lines and comments.
 */
function parseListLine(line: string): ListLine | null {
  const text = line.replace(/(^|\s)#[^"]*$/, "").trim();
  if (text === "") return null;
  const quoted = /^"([^"]*)"(?:\s+"([^"]*)"|\s+(.*))?$/.exec(text) ??
    /^(.*\S)\s+"([^"]*)"$/.exec(text);
  if (quoted !== null) return { path: quoted[1] ?? "", label: quoted[2] || quoted[3] || null };
  const withWord = /^(.*\S)\s+(\S+)$/.exec(text);
  if (withWord === null || hasVideoExtension(text)) return { path: text, label: null };
  return { path: withWord[1] ?? "", label: withWord[2] ?? null };
}
