import type { LayoutName } from "./layout_names.ts";

/** Options of {@linkcode readManifest}. */
export interface ReadManifestOptions {
  /**
   * List of test videos. Its paths are relative to the data folder, or to the folder of the data's
   * list. If omitted, the data's own split is used, or a share is held out.
   */
  readonly testList?: string | undefined;
  /**
   * More training videos without labels: folders, of which all videos are taken, lists, whose paths
   * are relative to their own folders, and databases. Videos that the data has already are not
   * added.
   * @default []
   */
  readonly unlabeled?: readonly string[] | undefined;
  /**
   * Share of each class held out for the test if nothing says which videos are, in (0, 1).
   * @default 0.2
   */
  readonly testShare?: number | undefined;
  /**
   * Seed of what is held out.
   * @default 0
   */
  readonly seed?: number | undefined;
  /**
   * Name of a published split into labeled and unlabeled videos, one of {@linkcode
   * PUBLISHED_SPLITS}. If omitted, every training video keeps its label.
   */
  readonly split?: string | undefined;
  /**
   * Largest share of a list's videos that may have no file, 0 to 1; they are named in the
   * manifest's `missing`.
   * @default 0.05
   */
  readonly missingShare?: number | undefined;
  /**
   * Whether classes of an official or published list of which no video has a file are left out. If
   * not, they are refused.
   * @default false
   */
  readonly presentClassesOnly?: boolean | undefined;
  /**
   * The layout of the data's folder, one of {@linkcode LAYOUT_NAMES}. If omitted, it is the first
   * one that fits, and folders that may be parts of the data as well as classes are refused.
   */
  readonly layout?: LayoutName | undefined;
  /**
   * Whether to take the data set as a whole: all labeled videos are test videos, whatever part they
   * are in, and nothing is held out, divided or refused for being in both parts. For a test of
   * videos that a run has not learned from, or whose division it keeps.
   * @default false
   */
  readonly whole?: boolean | undefined;
  /**
   * Whether only the test videos are wanted: nothing is trained on the others, so that these may be
   * anything, also copies of them. For a test of what was trained before.
   * @default false
   */
  readonly testOnly?: boolean | undefined;
  /**
   * Whether videos that are refused as copies are kept: those with several labels, and those in both
   * training and test. For a check that names all of them.
   * @default false
   */
  readonly acceptsCopies?: boolean | undefined;
}
