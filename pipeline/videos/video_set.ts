import type { VideoEntry } from "../../datasets/mod.ts";

/** Videos to score a run's models with. */
export interface TestSet {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  /** Videos with their labels. */
  readonly test: readonly (VideoEntry & { readonly label: number })[];
}

/** The videos of a run. */
export interface VideoSet extends TestSet {
  /** Training videos whose label counts. */
  readonly labeled: readonly VideoEntry[];
  /** The other training videos. Those whose label is known carry it, for metrics only. */
  readonly unlabeled: readonly VideoEntry[];
  /** Hash of the choice of labeled and unlabeled videos. */
  readonly hash: string;
  /** What the run's folder keeps about the division. */
  readonly record: SplitRecord;
}

/** Which videos a run trains and is tested on, in short. */
export interface SplitRecord {
  /** The published split; null if there is none. */
  readonly split: string | null;
  /** Number of labeled training videos. */
  readonly labeled: number;
  /** Number of unlabeled training videos. */
  readonly unlabeled: number;
  /** Number of test videos. */
  readonly test: number;
  /** SHA-256 of the three lists, as `hashSplit()` of datasets/ computes it. */
  readonly sha256: string;
  /** What lists name that has no file. */
  readonly missing: readonly string[];
}
