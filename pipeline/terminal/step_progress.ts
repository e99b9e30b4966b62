/** State of a run after a step, as its progress line shows it. */
export interface StepProgress {
  /** Number of steps done. */
  readonly step: number;
  /** Number of steps of the whole run. */
  readonly totalSteps: number;
  /** Means over the last steps. */
  readonly recent: RecentSteps;
  /** How long the remaining steps will take. */
  readonly remaining: RemainingTime;
}

/** Means over the last steps of one kind. */
export interface RecentSteps {
  /** Total loss. */
  readonly loss: number;
  /** Loss terms by name, before weighting, in the order in which they are shown. */
  readonly lossTerms: Readonly<Record<string, number>>;
  /** Quality of the pseudo-labels by the network that learns from them. */
  readonly pseudoLabels: Readonly<Record<string, PseudoLabelShares>>;
  /** Speed; pauses do not count. */
  readonly pace: Pace;
}

/** Which of the pseudo-labels for a network were used, and which of those were right. */
export interface PseudoLabelShares {
  /** Share of the unlabeled clips whose pseudo-label was used, 0 to 1. */
  readonly used: number;
  /**
   * Share of the used ones that were right, among those whose true label is known; undefined if
   * there are none of these.
   */
  readonly right: number | undefined;
}

/** How fast steps are. */
export interface Pace {
  /** Clips that the device processes per second. */
  readonly clipsPerSecond: number;
  /** Share of the time spent waiting for data, 0 to 1. */
  readonly waitingShare: number;
  /** Of several workers: the slowest, and how long others waited for it; undefined for one. */
  readonly slowest: SlowestWorker | undefined;
}

/** The worker that others wait for. */
export interface SlowestWorker {
  /** Its number, from 0. */
  readonly task: number;
  /** Share of the time that the others spent waiting for it before steps, 0 to 1. */
  readonly waitingShare: number;
}

/** How long the remaining steps of a run will take. */
export interface RemainingTime {
  /** Seconds of those whose kind has been measured. */
  readonly seconds: number;
  /** Number of steps whose kind has not been measured yet. */
  readonly unmeasuredSteps: number;
}
