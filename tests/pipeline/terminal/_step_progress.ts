import type { StepProgress } from "../../../pipeline/terminal/step_progress.ts";

/** A step of a run, for tests. */
export const PROGRESS: StepProgress = {
  step: 20,
  totalSteps: 400,
  loss: 2.3456,
  lossTerms: { supervised: 1.2, pseudo: 0.05 },
  maskRates: { "A→Z": 0.1, "Z→A": 0.456 },
  pace: { clipsPerSecond: 38.24, secondsPerStep: 0.5, waitingShare: 0.03 },
};
