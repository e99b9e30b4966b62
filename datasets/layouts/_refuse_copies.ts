import type { VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize } from "../_words.ts";

/** Pairs that a message names. */
const NAMED_PAIRS = 3;

/** What {@linkcode refuseCopies} works with. */
export interface RefuseCopiesOptions {
  /** The data set, for the message. */
  readonly path: string;
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** Whether a video is for the test. */
  readonly isTested: (video: VideoEntry) => boolean;
}

/** Copies by what is wrong with them: several labels, both parts, or nothing. */
type GroupsOfCopies = ReadonlyMap<"labels" | "parts" | "extra", readonly (readonly VideoEntry[])[]>;

/**
 * Refuses videos that have several labels, and test videos that are, byte by byte, training videos
 * under another name.
 *
 * @throws {ManifestError} If there are such videos; the message names some pairs.
 */
export function refuseCopies(
  groups: GroupsOfCopies,
  { path, classes, isTested }: RefuseCopiesOptions,
): void {
  const withClass = ({ id, label }: VideoEntry) => `'${id}' (class '${classes[label ?? -1]}')`;
  const relabeled = (groups.get("labels") ?? []).flatMap((group) => {
    const [original, ...copies] = group.filter(({ label }) => label !== null);
    return copies.filter(({ label }) => label !== original!.label)
      .map((copy) => `${withClass(copy)} as ${withClass(original!)}`);
  });
  if (relabeled.length > 0) {
    throw new ManifestError(
      path,
      `${
        pluralize(relabeled.length, "video")
      } in another class under another name, with the same ` +
        `content byte by byte: ${namePairs(relabeled)}; only one of the classes can be right: ` +
        `take the other files away${namesAll(relabeled)}`,
    );
  }
  const divided = (groups.get("parts") ?? []).flatMap((group) => {
    const original = group.find((video) => !isTested(video));
    return group.filter(isTested).map(({ id }) => `'${id}' as '${original!.id}'`);
  });
  if (divided.length === 0) return;
  throw new ManifestError(
    path,
    `${pluralize(divided.length, "test video")} among the training videos under another name, ` +
      `with the same content byte by byte: ${namePairs(divided)}; the test would be of videos ` +
      `that were trained on: take one of each pair away${namesAll(divided)}`,
  );
}

function namePairs(pairs: readonly string[]): string {
  const more = pairs.length - NAMED_PAIRS;
  return pairs.slice(0, NAMED_PAIRS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function namesAll({ length }: readonly string[]): string {
  return length > NAMED_PAIRS ? "; 'deno task data check' names all of them" : "";
}
