/** State of a run after a step. */
export interface StepProgress {
  /** Number of steps done. */
  readonly step: number;
  /** Number of steps of the whole run. */
  readonly totalSteps: number;
  /** Total loss. */
  readonly loss: number;
  /** Loss terms by short name, before weighting, in the order in which they are shown. */
  readonly lossTerms: Readonly<Record<string, number>>;
  /** Share of unlabeled clips whose pseudo-label was used, 0 to 1, by direction such as `A→Z`. */
  readonly maskRates: Readonly<Record<string, number>>;
  /** Speed of the last steps. */
  readonly pace: Pace;
}

/** Speed of the last steps; pauses do not count. */
export interface Pace {
  /** Clips that the device processes per second. */
  readonly clipsPerSecond: number;
  /** Seconds per step. */
  readonly secondsPerStep: number;
  /** Share of the time spent waiting for data, 0 to 1. */
  readonly waitingShare: number;
}
