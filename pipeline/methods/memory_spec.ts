/** A tensor that a method remembers from step to step. */
export interface MemorySpec {
  /** Its shape. */
  readonly shape: readonly number[];
  /** Type of its values. */
  readonly dtype: "float32" | "int32";
  /** What all of its values are before the first step. */
  readonly fill: number;
}

/** What a method remembers, by name. */
export type MemorySpecs = Readonly<Record<string, MemorySpec>>;

/** What decides how much a method remembers. */
export interface MemorySurroundings {
  /** Number of classes. */
  readonly classes: number;
  /** Number of labeled videos of the run. */
  readonly labeled: number;
  /** Number of unlabeled videos of the run: a step's `videos` count from 0 up to it. */
  readonly unlabeled: number;
  /** Clips of a step, labeled and unlabeled. */
  readonly clipsPerStep: number;
}
