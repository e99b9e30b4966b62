import type { RunCosts } from "../run/results.ts";
import { formatDuration } from "../terminal/format_duration.ts";

/** Formats the costs of a training as one line. */
export function formatRunCosts({ seconds, waitingShare, peakResidentBytes }: RunCosts): string {
  const unit = Math.round(seconds) < 3600 ? "min" : "h";
  const gibibytes = (peakResidentBytes / 2 ** 30).toFixed(1);
  const waiting = `waited for data ${Math.round(100 * waitingShare)} % of the time`;
  return `${formatDuration(seconds)} ${unit}, peak ${gibibytes} GiB, ${waiting}`;
}
