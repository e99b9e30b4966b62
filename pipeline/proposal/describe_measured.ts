import type { Config } from "../config/config.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import { formatMillions } from "../terminal/format_millions.ts";
import type { MeasuredSteps } from "../training/measure_steps.ts";

/** Says what training with a configuration takes on this machine. */
export function describeMeasured({ clip }: Config, measured: MeasuredSteps): string {
  const { steps, seconds, peakBytes, fits, parameters } = measured;
  const networks = `${formatMillions(parameters)} parameters, ${clip.size}×${clip.size} pixels`;
  const memory = `a step needs about ${formatBytes(peakBytes)}`;
  if (!fits) return `Training: ${networks}; ${memory}, which this machine does not have`;
  return `Training: ${networks}; ${memory}, all ${steps} steps about ${formatDuration(seconds)} ` +
    "without waiting for videos";
}
