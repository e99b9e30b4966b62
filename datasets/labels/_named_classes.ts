import type { NamedSplit } from "../_found_videos.ts";
import type { ListedFile } from "../lists/_listed_files.ts";

/** Videos of lists with names of classes. */
export interface NamedClasses extends NamedSplit<ListedFile> {
  /** The classes that training videos have, in the order of the labels. */
  readonly classes: readonly string[];
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}
