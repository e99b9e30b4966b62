import type { RunCosts } from "../run/results.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import { formatPercent } from "../terminal/format_percent.ts";

/** Formats the costs of a training as one line. */
export function formatRunCosts({ seconds, waitingShare, peakResidentBytes }: RunCosts): string {
  const unit = Math.round(seconds) < 3600 ? "min" : "h";
  const waiting = `waited for data ${formatPercent(waitingShare)} of the steps' time`;
  return `${formatDuration(seconds)} ${unit}, peak ${formatBytes(peakResidentBytes)}, ${waiting}`;
}
