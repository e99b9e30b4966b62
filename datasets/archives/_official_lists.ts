import type { ListedVideo } from "../splits/read_published_split.ts";

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
