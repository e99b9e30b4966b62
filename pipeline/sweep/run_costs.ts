import { median } from "../numbers/median.ts";
import type { MetricsLine } from "../run/metrics_line.ts";

/** What a run of a sweep has cost. */
export interface RunCosts {
  /**
   * Seconds of a step on the device: the median over the last tenth of the steps, which are those of
   * the whole method.
   */
  readonly stepSeconds: number;
  /** Seconds of the run, its tests included. */
  readonly seconds: number;
  /** Maximum resident memory in bytes. */
  readonly peakBytes: number;
}

/** Returns what a run has cost; undefined if its metrics do not say so. */
export function runCosts(lines: readonly MetricsLine[]): RunCosts | undefined {
  const steps = lines.flatMap(({ kind, seconds }) =>
    kind === "step" && typeof seconds === "object" ? seconds["device"] ?? [] : []
  );
  const total = lines.findLast(({ kind }) => kind === "costs");
  if (steps.length === 0 || total === undefined) return undefined;
  const { seconds, peakResidentBytes } = total;
  if (typeof seconds !== "number" || peakResidentBytes === undefined) return undefined;
  return {
    stepSeconds: median(steps.slice(-Math.ceil(steps.length / 10))),
    seconds,
    peakBytes: peakResidentBytes,
  };
}
