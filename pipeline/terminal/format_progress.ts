import { formatDuration } from "./format_duration.ts";
import { formatPercent } from "./format_percent.ts";
import type { PseudoLabelShares, RemainingTime, StepProgress } from "./step_progress.ts";

/**
 * Formats one line about a run's progress, with as many of its items as fit into the columns. Where
 * an item does not fit, its shorter form is taken if it has one.
 */
export function formatProgress(progress: StepProgress, columns = Infinity): string {
  let line = "";
  for (const forms of itemsOf(progress)) {
    const lines = forms.map((form) => line === "" ? form : `${line}  ${form}`);
    const longest = lines.find(({ length }) => length <= columns);
    if (longest === undefined) break;
    line = longest;
  }
  return line;
}

/** The line's items, the most important first, each with its shorter forms after the longest. */
function itemsOf({ step, totalSteps, recent, remaining }: StepProgress): string[][] {
  const { loss, lossTerms, pseudoLabels, pace } = recent;
  const stepNumber = String(step).padStart(String(totalSteps).length);
  const items = [
    [`step ${stepNumber}/${totalSteps}`],
    [`loss ${threeDigits(loss)}`],
    formatRemaining(remaining),
  ];
  const shares = Object.entries(pseudoLabels);
  if (shares.length > 0) items.push(formatPseudoLabels(shares));
  items.push(
    [`${pace.clipsPerSecond.toFixed(1)} clips/s`],
    [`waiting for data ${formatPercent(pace.waitingShare)}`],
  );
  if (pace.slowest !== undefined) {
    const { task, waitingShare } = pace.slowest;
    items.push([`for worker ${task} ${formatPercent(waitingShare)}`]);
  }
  const terms = Object.entries(lossTerms).map(([name, value]) => `${name} ${threeDigits(value)}`);
  if (terms.length > 0) items.push([`(${terms.join(", ")})`]);
  return items;
}

function formatRemaining({ seconds, unmeasuredSteps }: RemainingTime): string[] {
  if (unmeasuredSteps === 0) return [`ETA ${formatDuration(seconds)}`];
  const steps = unmeasuredSteps === 1 ? "1 step" : `${unmeasuredSteps} steps`;
  const unmeasured = `${steps} not measured yet`;
  if (seconds === 0) return [`ETA: ${unmeasured}`, "ETA -"];
  const measured = `ETA ${formatDuration(seconds)}`;
  return [`${measured} + ${unmeasured}`, `${measured} + ${steps}`];
}

function formatPseudoLabels(shares: readonly [string, PseudoLabelShares][]): string[] {
  const long = shares.map(([network, { used, right }]) => {
    const quality = right === undefined ? "" : `, ${formatPercent(right)} right`;
    return `${formatPercent(used)} (for ${network}${quality})`;
  });
  const short = shares.map(([, { used, right }]) => {
    const quality = right === undefined ? "" : ` (${formatPercent(right)} right)`;
    return `${formatPercent(used)}${quality}`;
  });
  return [`pseudo-labels used: ${long.join(", ")}`, `pseudo-labels used ${short.join(", ")}`];
}

function threeDigits(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(3) : String(value);
}
