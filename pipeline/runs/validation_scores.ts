import type { MetricsLine } from "../run/metrics_line.ts";
import { sharesOf } from "../run/shares_of.ts";

/** Top-1 over the validation or test videos after some steps, 0 to 1, by who answers. */
export interface StepScores {
  /** Steps done. */
  readonly step: number;
  /** By `primary`, `auxiliary`, `both`. */
  readonly top1: Readonly<Record<string, number>>;
}

/** Returns the scores over the validation videos that a run's metrics have, in their order. */
export function validationScores(metrics: readonly MetricsLine[]): StepScores[] {
  return metrics.filter(({ kind }) => kind === "validation").map(({ step, scores = {} }) => ({
    step,
    top1: sharesOf(scores, "top1"),
  }));
}
