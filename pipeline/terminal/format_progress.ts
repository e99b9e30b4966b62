import { formatDuration } from "./format_duration.ts";
import type { StepProgress } from "./step_progress.ts";

/** Formats one line about a run's progress, with as many of its items as fit into the columns. */
export function formatProgress(progress: StepProgress, columns = Infinity): string {
  let line = "";
  for (const item of itemsOf(progress)) {
    const longer = line === "" ? item : `${line}  ${item}`;
    if (longer.length > columns) break;
    line = longer;
  }
  return line;
}

/** The line's items, the most important first. */
function itemsOf({ step, totalSteps, loss, lossTerms, maskRates, pace }: StepProgress): string[] {
  const stepNumber = String(step).padStart(String(totalSteps).length);
  const items = [
    `step ${stepNumber}/${totalSteps}`,
    `loss ${threeDigits(loss)}`,
    `ETA ${formatDuration(pace.secondsPerStep * (totalSteps - step))}`,
  ];
  const masks = Object.entries(maskRates)
    .map(([direction, rate]) => `${direction} ${percent(rate)}`);
  if (masks.length > 0) items.push(`mask ${masks.join(" ")}`);
  items.push(
    `${pace.clipsPerSecond.toFixed(1)} clips/s`,
    `waiting for data ${percent(pace.waitingShare)}`,
  );
  const terms = Object.entries(lossTerms).map(([name, value]) => `${name} ${threeDigits(value)}`);
  if (terms.length > 0) items.push(`(${terms.join(", ")})`);
  return items;
}

function threeDigits(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(3) : String(value);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
