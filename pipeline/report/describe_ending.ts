import { originalSizes } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { describeChance } from "../evaluation/describe_chance.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";
import type { MetricsLine } from "../run/metrics_line.ts";
import type { TrainResults } from "../run/results.ts";
import { pseudoLabelQuality } from "../sweep/pseudo_label_quality.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";
import { describeReference } from "./describe_reference.ts";

/** What {@linkcode describeEnding} looks at. */
export interface Ending {
  readonly config: Config;
  readonly results: TrainResults;
  /** What its networks answered for the test videos. */
  readonly predictions: readonly RecordedPrediction[];
  /** All lines of the run's metrics. */
  readonly metrics: readonly MetricsLine[];
}

/**
 * Says what a finished run is worth and what would help; nothing that was not measured. A sentence
 * may have several lines.
 */
export async function describeEnding(ending: Ending): Promise<string[]> {
  const { config, results, metrics } = ending;
  const sentences = [
    await describeReference(config),
    describeUnclear(ending),
    describePseudoLabels(metrics),
    await describeWaiting(config, results),
  ];
  return sentences.flatMap((sentence) => sentence ?? []);
}

function describeUnclear({ results, predictions }: Ending): string | undefined {
  const chance = describeChance(results.scores, predictions);
  if (chance === undefined) return undefined;
  return `${chance}\n  More labels or steps, larger clips, or trained weights (--from) may help`;
}

/** Pseudo-labels that must be known as right or wrong before anything is said about them. */
const LEAST_JUDGED = 20;

/**
 * Says how many pseudo-labels were right over the last tenth of the steps that had any, if more than
 * half of those for a network were wrong.
 */
function describePseudoLabels(metrics: readonly MetricsLine[]): string | undefined {
  const last = pseudoLabelQuality(metrics)?.at(-1) ?? {};
  const wrong = Object.entries(last).flatMap(([network, { right, judged }]) =>
    right !== null && right < 0.5 && judged >= LEAST_JUDGED
      ? `${formatPercent(right)} (for ${network})`
      : []
  );
  if (wrong.length === 0) return undefined;
  return `Less than half of the pseudo-labels were right at the end: ${wrong.join(", ")}\n` +
    "  More labels, or trained weights (--from), would help";
}

/** Share of the steps' time from which on waiting for data is worth a word. */
const MUCH_WAITING = 0.3;

/**
 * Says what helps if the steps waited for videos that were decoded again and again. Where all of
 * them were kept, each was decoded once, and nothing would have loaded them sooner.
 */
async function describeWaiting(
  { data: { source, diskMebibytes } }: Config,
  { run: { waitingShare, lackedRoom = false } }: TrainResults,
): Promise<string | undefined> {
  if (waitingShare < MUCH_WAITING || !lackedRoom || source === "motion") return undefined;
  const remedies = [
    ...diskMebibytes === 0 ? ["data.diskMebibytes keeps them on disk"] : [],
    // Prepared videos are quick to decode already.
    ...(await originalSizes(source)).size > 0 ? [] : [
      "large videos load faster if they are prepared, for --data FOLDER:\n  " +
      plainLine(taskCommand("data", "prepare", source, "FOLDER")),
    ],
  ];
  if (remedies.length === 0) return undefined;
  return `Waited for data ${
    formatPercent(waitingShare)
  } of the steps' time, as there was no room ` +
    `for all decoded videos:\n  ${remedies.join("; ")}`;
}
