import type { VideoProbe } from "./ffmpeg/probe_video.ts";

/** One video of a data set. */
export interface VideoEntry {
  /**
   * Path relative to the data set's root with forward slashes, or what an official or published list calls
   * the video: the same on every machine.
   */
  readonly id: string;
  /** Where the file is. */
  readonly path: string;
  /** Index into the manifest's `classes`, or null where the label is not known. */
  readonly label: number | null;
  /** What is known of the file already, from a database of videos. */
  readonly probe?: VideoProbe;
}

/** The videos of a data set, divided into training and test. */
export interface Manifest {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  /** Training videos, sorted by id; some may be unlabeled. */
  readonly train: readonly VideoEntry[];
  /** Test videos, sorted by id; all labeled. */
  readonly test: readonly VideoEntry[];
  /** One line for each thing a user should know: files passed over, a split of their own … */
  readonly notes: readonly string[];
  /** What lists name that has no file, as they write it. */
  readonly missing: readonly string[];
  /** Ids of the training videos that a published split counts as labeled; null where there is none. */
  readonly labeled: ReadonlySet<string> | null;
}
