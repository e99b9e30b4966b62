import type { ListedFile } from "./_listed_files.ts";

/** Training and test videos of lists. */
export interface ListedSplit {
  readonly train: readonly ListedFile[];
  /** Null if nothing says which videos are for the test. */
  readonly test: readonly ListedFile[] | null;
}

/** The same videos, with names of classes. */
export interface NamedClasses extends ListedSplit {
  /** The classes that training videos have, in the order of the labels. */
  readonly classes: readonly string[];
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}
