import { DecodeError } from "../ffmpeg/decode_error.ts";
import { locateFfmpeg } from "../ffmpeg/locate_ffmpeg.ts";
import { openFrames } from "../frames/open_frames.ts";
import type { VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize } from "../_words.ts";

/** Pairs that a message names. */
const NAMED_PAIRS = 3;

/** What decoding one small frame needs; on a coarse grid a short video may have none. */
const SMALL_FRAME = { framesPerSecond: 30, size: { width: 16, height: 16 } };

/** What {@linkcode refuseCopies} works with. */
export interface RefuseCopiesOptions {
  /** The data set, for the message. */
  readonly path: string;
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** Whether a video is for the test. */
  readonly isTested: (video: VideoEntry) => boolean;
}

/** Equal files that are refused, by what is wrong with them. */
type RefusedGroups = ReadonlyMap<"labels" | "parts" | "extra", readonly (readonly VideoEntry[])[]>;

/**
 * Refuses videos that have several labels, and test videos that are, byte by byte, training videos
 * under another name. Equal files that cannot be decoded (cuts without a frame, saved error pages)
 * are broken files, not copies: ffmpeg is started for one of each group of equal files, until some
 * pairs are found.
 *
 * @throws {ManifestError} If there are such videos; the message names some pairs.
 * @throws {FfmpegError} If there are equal files, but no ffmpeg.
 */
export async function refuseCopies(
  groups: RefusedGroups,
  { path, classes, isTested }: RefuseCopiesOptions,
): Promise<void> {
  const withClass = ({ id, label }: VideoEntry) =>
    `'${id}' (${label === null ? "no class" : `class '${classes[label]}'`})`;
  const relabeled = await findPairs(groups.get("labels") ?? [], (group) => {
    const [original, ...copies] = group.filter(({ label }) => label !== null);
    return copies.filter(({ label }) => label !== original!.label)
      .map((copy) => `${withClass(copy)} as ${withClass(original!)}`);
  });
  if (relabeled.count > 0) {
    throw new ManifestError(
      path,
      `${pluralize(relabeled.count, "video")} in another class under another name, with the same ` +
        `content byte by byte: ${namePairs(relabeled)}; only one of the classes can be right: ` +
        `take the other files away${namesAll(relabeled)}`,
    );
  }
  const divided = await findPairs(groups.get("parts") ?? [], (group) => {
    const original = group.find((video) => !isTested(video));
    return group.filter(isTested).map(({ id }) => `'${id}' as '${original!.id}'`);
  });
  if (divided.count === 0) return;
  throw new ManifestError(
    path,
    `${pluralize(divided.count, "test video")} among the training videos under another name, ` +
      `with the same content byte by byte: ${namePairs(divided)}; the test would be of videos ` +
      `that were trained on: take one of each pair away${namesAll(divided)}`,
  );
}

/** Some of the pairs of copies, and the number of all. */
interface FoundPairs {
  readonly named: readonly string[];
  readonly count: number;
}

async function findPairs(
  groups: readonly (readonly VideoEntry[])[],
  pairsOf: (group: readonly VideoEntry[]) => readonly string[],
): Promise<FoundPairs> {
  const named: string[] = [];
  let count = 0;
  for (const group of groups) {
    // Enough for the message: thousands of copies need not start ffmpeg thousands of times.
    if (count < NAMED_PAIRS && !await canBeDecoded(group[0]!.path)) continue;
    const pairs = pairsOf(group);
    named.push(...pairs.slice(0, NAMED_PAIRS - named.length));
    count += pairs.length;
  }
  return { named, count };
}

function namePairs({ named, count }: FoundPairs): string {
  const more = count - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function namesAll({ named, count }: FoundPairs): string {
  return count > named.length ? "; 'deno task data check' names all of them" : "";
}

async function canBeDecoded(path: string): Promise<boolean> {
  const { path: ffmpegPath } = await locateFfmpeg();
  try {
    await using source = await openFrames(path, { ...SMALL_FRAME, ffmpegPath });
    return await source.read() !== null;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
