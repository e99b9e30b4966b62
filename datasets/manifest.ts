import type { FileStamp } from "./file_stamp.ts";
import type { VideoProbe } from "./ffmpeg/video_probe.ts";

/** One video of a data set. */
export interface VideoEntry {
  /**
   * Path relative to the data set's root with forward slashes, or the name of the video in an
   * official or published list: the same on every machine.
   */
  readonly id: string;
  /** Path of the file. */
  readonly path: string;
  /** Index into the manifest's `classes`, or null if the label is not known. */
  readonly label: number | null;
  /**
   * What ffmpeg reported about the file, if the manifest was read from a database; otherwise
   * undefined.
   */
  readonly probe?: VideoProbe | undefined;
  /**
   * What identifies the file's content, as {@linkcode fileFingerprint} computes it, if the manifest
   * was read from a database; otherwise undefined.
   */
  readonly fingerprint?: string | null | undefined;
  /**
   * Size and time of the file when it was indexed, if the manifest was read from a database; otherwise
   * undefined. If the file has others now, the fields above are of its earlier content.
   */
  readonly stamp?: FileStamp | undefined;
}

/** The videos of a data set, divided into training and test. */
export interface Manifest {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  /** Training videos, sorted by id; some may be unlabeled. */
  readonly train: readonly VideoEntry[];
  /** Test videos, sorted by id; all labeled. */
  readonly test: readonly VideoEntry[];
  /**
   * Where the test videos come from, as in "from valid/" or "held out"; undefined if that is not
   * known.
   */
  readonly testSource?: string | undefined;
  /**
   * One line for each thing a user should know, for example ignored files or a held-out test set.
   */
  readonly notes: readonly string[];
  /**
   * Videos that are, byte by byte, others of the data set, and left out so that each counts once;
   * undefined if none are known.
   */
  readonly copies?: readonly VideoEntry[] | undefined;
  /** Listed videos without a file, as the lists write them. */
  readonly missing: readonly string[];
  /**
   * Ids of the training videos that a published split counts as labeled; null without such a split.
   */
  readonly labeled: ReadonlySet<string> | null;
}
