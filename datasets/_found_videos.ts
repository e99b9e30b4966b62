import type { Manifest } from "./manifest.ts";

/** A video whose class is known by name, before class names become indexes. */
export interface NamedVideo {
  readonly id: string;
  readonly path: string;
  /** Null for an unlabeled video. */
  readonly className: string | null;
}

/** Training and test videos, with labels as written or with names of classes. */
export interface NamedSplit<Video extends NamedVideo = NamedVideo> {
  readonly train: readonly Video[];
  /** Null if nothing says which videos are for the test. */
  readonly test: readonly Video[] | null;
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
