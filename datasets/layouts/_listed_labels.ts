import type { NamedVideo } from "./_layout.ts";
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

/** Whether a label is a number. */
export function isNumber(label: string | null): label is string {
  return label !== null && /^\d+$/.test(label);
}

/** Returns the name of the folder that a video is in; empty if it has none in the data set. */
export function folderOf({ id }: Pick<NamedVideo, "id">): string {
  return id.split("/").at(-2) ?? "";
}

/** Returns what a line says, for messages: "line 3 gives 'run/a.avi' the label '1'". */
export function describeLine({ line, id, className }: ListedFile): string {
  return `line ${line} gives '${id}' the label '${className}'`;
}
