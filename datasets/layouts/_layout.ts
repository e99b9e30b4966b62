import type { FolderTree } from "./_folder_tree.ts";
import type { FolderEntry } from "../_list_folder.ts";
import type { Manifest } from "../manifest.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";

/** A data set's folder, listed once for all layouts. */
export interface DataFolder {
  /** Path of the folder. */
  readonly root: string;
  /** Its files and folders without litter, sorted by name. */
  readonly entries: readonly FolderEntry[];
  /** Lists all that is below it, at the first call. */
  readonly readTree: () => Promise<FolderTree>;
}

/** Options of a {@linkcode Layout}. */
export interface LayoutOptions {
  /** Largest share of the listed videos that may have no file, 0 to 1. */
  readonly missingShare: number;
  /** Whether classes of which no listed video has a file are left out. */
  readonly presentClassesOnly: boolean;
  /** Whether the user states that the folder has this layout, whatever its folders are called. */
  readonly isStated: boolean;
}

/**
 * Reads a data set's folder if it has a certain layout.
 *
 * @returns Its videos, or null if it has another layout.
 * @throws {ManifestError} If the folder has this layout, but something in it is wrong.
 */
export type Layout = (
  folder: DataFolder,
  options: LayoutOptions,
) => Promise<FoundVideos | null> | FoundVideos | null;

/** A video whose class is known by name, before class names become indexes. */
export interface NamedVideo {
  readonly id: string;
  readonly path: string;
  /** Null for an unlabeled video. */
  readonly className: string | null;
}

/** Training and test videos with labels as written. */
export interface NamedSplit {
  readonly train: readonly NamedVideo[];
  /** Null if nothing says which videos are for the test. */
  readonly test: readonly NamedVideo[] | null;
}

/** The videos of a data set with labels as written, before class names become indexes. */
export interface FoundVideos extends NamedSplit {
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** One line for each thing a user should know, except missing files. */
  readonly notes: readonly string[];
  /** Listed videos without a file, as the lists write them. */
  readonly missing: readonly string[];
  /**
   * Ids of the training videos that a published split counts as labeled; null without such a split.
   */
  readonly labeled: ReadonlySet<string> | null;
  /** Where the test videos come from, as in "from valid/"; undefined if that is not known. */
  readonly testSource?: string | undefined;
  /**
   * The finished manifest of these videos, if a database holds it: no file has to be opened then.
   */
  readonly manifest?: Manifest | undefined;
}

/** Training and test videos as the lists that come with a data set name them. */
export interface OfficialLists {
  /** What they are, for messages. */
  readonly title: string;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  readonly train: readonly ListedVideo[];
  readonly test: readonly ListedVideo[];
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}
