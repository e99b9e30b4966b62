import { formatDuration } from "../terminal/progress.ts";
import type { RunCosts } from "../run/results.ts";

/** One line for the user. */
export function formatRunCosts({ seconds, waitingShare, peakResidentBytes }: RunCosts): string {
  const unit = Math.round(seconds) < 3600 ? "min" : "h";
  const gibibytes = (peakResidentBytes / 2 ** 30).toFixed(1);
  const waited = `waited for data ${Math.round(100 * waitingShare)} % of the time`;
  return `${formatDuration(seconds)} ${unit}, peak ${gibibytes} GiB, ${waited}`;
}
