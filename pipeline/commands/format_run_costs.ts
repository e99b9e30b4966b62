import { formatDuration } from "../terminal/progress.ts";

/** What a training took of the machine; of a run that was resumed, its last part. */
export interface RunCosts {
  /** Seconds from the start to after the evaluation. */
  readonly seconds: number;
  /** Share of the steps' time in which the device waited for data, 0 to 1. */
  readonly waitingShare: number;
  /** Most memory that the process had at the end of a step or of the evaluation, in bytes. */
  readonly peakResidentBytes: number;
}

/** One line for the user. */
export function formatRunCosts({ seconds, waitingShare, peakResidentBytes }: RunCosts): string {
  const unit = Math.round(seconds) < 3600 ? "min" : "h";
  const gibibytes = (peakResidentBytes / 2 ** 30).toFixed(1);
  const waited = `waited for data ${Math.round(100 * waitingShare)} % of the time`;
  return `${formatDuration(seconds)} ${unit}, peak ${gibibytes} GiB, ${waited}`;
}
