import type { StepProgress } from "../../../pipeline/terminal/step_progress.ts";

/** A step of a run, for tests. */
export const PROGRESS: StepProgress = {
  step: 20,
  totalSteps: 400,
  recent: {
    loss: 2.3456,
    lossTerms: { supervised: 1.2, pseudo: 0.05 },
    pseudoLabels: {
      primary: { used: 0.1, right: 0.75 },
      auxiliary: { used: 0.456, right: undefined },
    },
    pace: { clipsPerSecond: 38.24, waitingShare: 0.03, slowest: undefined },
  },
  remaining: { seconds: 190, unmeasuredSteps: 0 },
};
