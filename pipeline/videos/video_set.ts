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
  /** Videos with labels that are held out of the training, to score the networks during it. */
  readonly validation: readonly (VideoEntry & { readonly label: number })[];
  /** The other training videos. Those whose label is known carry it, for metrics only. */
  readonly unlabeled: readonly VideoEntry[];
  /** Ids of the videos among all these whose files are gone since the run was started. */
  readonly gone: ReadonlySet<string>;
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
  /** Number of validation videos. */
  readonly validation: number;
  /** Number of test videos. */
  readonly test: number;
  /** SHA-256 of the lists of labeled, unlabeled and test videos, as `hashSplit()` of datasets/ computes it. */
  readonly sha256: string;
  /** What lists name that has no file. */
  readonly missing: readonly string[];
}
