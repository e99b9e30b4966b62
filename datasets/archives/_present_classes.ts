import type { VideoIndex } from "./_video_index.ts";
import { ManifestError } from "../manifest_error.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { quotedList } from "../_words.ts";

/** Options of {@linkcode takePresentClasses}. */
export interface PresentClassesOptions {
  /** The data set's folder, for the message. */
  readonly root: string;
  /** The classes of the lists, in the order of the labels. */
  readonly classes: readonly string[];
  /** All videos of the lists. */
  readonly listed: readonly ListedVideo[];
  /** Whether classes without a file are left out. */
  readonly presentClassesOnly: boolean;
}

/** The classes of lists of which there are videos. */
export interface PresentClasses {
  /** Their names, in the order of the labels. */
  readonly classes: readonly string[];
  /** Takes the listed videos that have one of these classes, or none. */
  readonly take: (videos: readonly ListedVideo[]) => readonly ListedVideo[];
  /** One line about the classes that are left out, if any are. */
  readonly notes: readonly string[];
}

/**
 * Finds the classes of which at least one listed video has a file.
 *
 * @throws {ManifestError} If only some classes have a file and the others may not be left out.
 */
export function takePresentClasses(
  index: VideoIndex,
  { root, classes, listed, presentClassesOnly }: PresentClassesOptions,
): PresentClasses {
  const present = new Set<string>();
  for (const { written, className } of listed) {
    if (className === null || present.has(className)) continue;
    if (index.has(written)) present.add(className);
  }
  const absent = classes.filter((name) => !present.has(name));
  if (absent.length === 0 || present.size === 0) {
    return { classes, take: (videos) => videos, notes: [] };
  }
  const counts = `${absent.length} of the ${classes.length} listed classes`;
  if (!presentClassesOnly) {
    throw new ManifestError(
      root,
      `no video of ${counts} has a file: 'presentClassesOnly' (--present-classes-only) leaves ` +
        `these out: ${quotedList(absent, 3)}`,
    );
  }
  return {
    classes: classes.filter((name) => present.has(name)),
    take: (videos) =>
      videos.filter(({ className }) => className === null || present.has(className)),
    notes: [`left out ${counts}, which have no file`],
  };
}
