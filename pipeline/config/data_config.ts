import type { LayoutName } from "../../datasets/layouts/layout_names.ts";
import type { PublishedSplitName } from "../../datasets/splits/published_splits.ts";

/** `data.motion`: the built-in videos. */
export interface MotionConfig {
  /**
   * Number of training videos of each of the eight classes.
   *
   * @default 60
   */
  readonly trainPerClass: number;
  /**
   * Number of test videos of each class.
   *
   * @default 20
   */
  readonly testPerClass: number;
  /**
   * Height and width, in pixels; even.
   *
   * @default 48
   */
  readonly size: number;
  /**
   * Seed of the videos; not the run's seed, so that runs of several seeds share their videos.
   *
   * @default 0
   */
  readonly seed: number;
}

/** `data`: which videos there are, and which of them keep their label. */
export interface DataConfig {
  /**
   * `motion` for the built-in videos; else a folder of videos, a list file of lines `path label`
   * or of a table, or a database.
   *
   * @default "motion"
   */
  readonly source: string;
  /** List file of the test videos; if omitted, the source determines them. */
  readonly testList?: string;
  /**
   * Folders, lists and databases of more training videos, whose labels are not used; paths in a
   * list count from its folder.
   *
   * @default []
   */
  readonly unlabeled: readonly string[];
  /**
   * Published split that says which videos are labeled, unlabeled and for testing; the source is
   * a folder.
   */
  readonly split?: PublishedSplitName;
  /**
   * Layout of the source's folder: `prepared`, `index`, `official`, `split-folders` or
   * `class-folders`; if omitted, the first one that fits. It is needed if the names of folders can
   * mean parts of the data as well as classes.
   */
  readonly layout?: LayoutName;
  /**
   * Whether classes of an official list or published split of which no video has a file are left
   * out; if not, they are refused.
   *
   * @default false
   */
  readonly presentClassesOnly: boolean;
  /** The built-in videos; used only if the source is `motion`. */
  readonly motion: MotionConfig;
  /**
   * Number of training videos per class whose label is used; the labels of the others are hidden.
   * If omitted, every label is used, or those that a `split` names.
   */
  readonly labelsPerClass?: number;
  /**
   * Share of each class held out for testing if the source has no test videos of its own.
   *
   * @default 0.2
   */
  readonly holdOutShare: number;
  /**
   * Share of each class's labeled videos that is held out of the training, to score the networks
   * during it (`evaluate.everySteps`).
   *
   * @default 0
   */
  readonly validationShare: number;
  /**
   * Memory for decoded videos that are kept from epoch to epoch, in MiB.
   *
   * @default a quarter of what is free at the start
   */
  readonly cacheMebibytes?: number;
  /**
   * Disk space for decoded videos that do not fit into that memory, in MiB, as long as the command
   * runs: in `TMPDIR` if it is set, else in the program's cache. Longer videos than 64 MiB are not
   * kept there.
   *
   * @default 0
   */
  readonly diskMebibytes: number;
  /**
   * Maximum share of the listed videos that may have no file.
   *
   * @default 0.05
   */
  readonly missingShare: number;
  /**
   * Maximum share of the videos that may fail to decode before the run stops. Unless it is 0, one
   * of several may in any case.
   *
   * @default 0.1
   */
  readonly failureShare: number;
  /**
   * How long ffmpeg may be silent while it is waited for, in seconds; then the video counts as one
   * that fails to decode. A frame, or a part of a video's description, must come within that time.
   * It does not count while nobody reads, nor while ffmpeg decodes what comes before the first
   * frame, or waits for standard input.
   *
   * @default 60
   */
  readonly silenceSeconds: number;
}
