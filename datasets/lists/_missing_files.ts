import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/** How many of a list's videos have no file. */
export interface MissingVideos {
  /** What the list is of, as in "test videos of ucf101-1pct". */
  readonly what: string;
  /** The videos without a file, as the list writes them. */
  readonly missing: readonly string[];
  /** Number of videos in the list. */
  readonly total: number;
  /** Largest share of them that may have no file, 0 to 1. */
  readonly missingShare: number;
  /** Where one of them was looked for, and what to do. */
  readonly hint?: string | undefined;
}

/** @throws {ManifestError} If more than `missingShare` of a list's videos are missing. */
export function refuseManyMissing(path: string, videos: MissingVideos): void {
  const { missing, total, missingShare, what, hint } = videos;
  if (missing.length <= missingShare * total) return;
  if (missing.length === total && hint !== undefined) {
    const none = total === 1 ? "its video has no file" : `none of its ${total} ${what} has a file`;
    throw new ManifestError(path, `${none}; ${hint}`);
  }
  const have = missing.length === 1 ? "has" : "have";
  const percent = Number((missingShare * 100).toFixed(2));
  throw new ManifestError(
    path,
    `${missing.length} of the ${total} ${what} ${have} no file, and at most ${percent} % may be ` +
      `missing (missingShare): ${sortedList(missing)}${hint === undefined ? "" : `; ${hint}`}`,
  );
}

/** Returns a line for the user about tolerated missing videos; none if no video is missing. */
export function noteMissing(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  return [`${pluralize(missing.length, "listed video")} without a file: ${sortedList(missing)}`];
}

/** Quotes the first few names in order, shortening those that are too long for a message. */
function sortedList(names: readonly string[]): string {
  return quotedList([...names].sort(), 3);
}
