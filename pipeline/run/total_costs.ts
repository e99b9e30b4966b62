import type { MetricsLine } from "./metrics_line.ts";

/** What a run has cost, as a line of `metrics.jsonl` has it. */
export interface TotalCosts {
  /** Seconds of all its parts. */
  readonly seconds: number;
  /** Seconds of the steps on the device. */
  readonly deviceSeconds: number;
  /** Seconds in which the device waited for data. */
  readonly dataSeconds: number;
  /** Maximum resident memory of a process, in bytes. */
  readonly peakResidentBytes: number;
  /** Whether videos were decoded again for each clip, for lack of room. */
  readonly lackedRoom: boolean;
}

/** Returns what a run has cost: as the last line of its metrics that says so, or nothing. */
export function totalCosts(lines: readonly MetricsLine[]): TotalCosts {
  const {
    seconds,
    deviceSeconds = 0,
    dataSeconds = 0,
    peakResidentBytes = 0,
    lackedRoom = false,
  } = lines.findLast(({ kind }) => kind === "costs") ?? {};
  return {
    seconds: typeof seconds === "number" ? seconds : 0,
    deviceSeconds,
    dataSeconds,
    peakResidentBytes,
    lackedRoom,
  };
}
