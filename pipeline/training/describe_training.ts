import { networksOf } from "../../operators/mod.ts";
import { countParameters } from "../networks/count_parameters.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { formatCount } from "../terminal/format_count.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import { formatMillions } from "../terminal/format_millions.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import type { RemainingTime } from "../terminal/step_progress.ts";
import type { Phase } from "./phase.ts";
import type { StepMemory } from "./prepare_phases.ts";
import type { TrainingRun } from "./training_run.ts";

/** What {@linkcode describeTraining} describes. */
export type DescribedTraining =
  & Pick<
    TrainingRun,
    "config" | "networks" | "phases" | "totalSteps" | "precision" | "videos" | "method"
  >
  & Partial<Pick<TrainingRun, "workers">>;

/** Says before the first step what is trained: lines about networks, steps and validation. */
export function describeTraining(training: DescribedTraining): string[] {
  return [
    ...describeNetworks(training),
    ...describeSteps(training),
    ...describeValidationVideos(training),
  ];
}

/**
 * A process can take this much more than a step is estimated to take, as two ops run at a time and
 * need room of their own: estimated 6.2, 8.4 and 10.7 GiB became 8.1, 10.4 and 13.4 GiB, and one of
 * 18.1 was ended by the system at 24.
 */
const MOST_PER_ESTIMATE = 1.3;

/** What of the memory is described. */
export interface DescribedMemory extends StepMemory {
  /** What decoded videos may take, in bytes. */
  readonly cacheBytes: number;
}

/** Says how much memory a step takes, and whether that is close to what is free. */
export function describeMemory(
  { bytes, room, cacheBytes }: DescribedMemory,
  { schedule }: DescribedTraining["config"],
): string {
  const line = `Memory: about ${formatBytes(bytes)} for a step, up to ${formatBytes(cacheBytes)} ` +
    "for decoded videos";
  if (room === undefined) return line;
  const isClose = MOST_PER_ESTIMATE * bytes + cacheBytes > room;
  const warning = isClose
    ? ". That is close: if the system ends the run, raise schedule.accumulate above " +
      schedule.accumulate
    : "";
  return `${line}, ${formatBytes(room)} free${warning}`;
}

/** Says how long the remaining steps take, without waiting for videos and without scores. */
export function describeTime(
  { seconds, unmeasuredSteps }: RemainingTime,
  steps: number,
): string {
  const which = unmeasuredSteps === 0
    ? `${formatCount(steps)} steps`
    : `${formatCount(steps - unmeasuredSteps)} of ${formatCount(steps)} steps`;
  return `Time: about ${formatDuration(seconds)} for ${which}, as tried on black clips`;
}

function describeNetworks({ config: { clip, ...config }, networks }: DescribedTraining): string[] {
  return networksOf(networks).map((network) => {
    const choice = config[network];
    const name = typeof choice === "string" ? choice : choice.kind;
    const count = formatMillions(countParameters(networks[network]!));
    const { frames } = clip[network];
    return `Network ${network}: ${name}, ${count} parameters, ${frames} frames of ` +
      `${clip.size}×${clip.size} pixels`;
  });
}

function describeSteps(
  { config, phases, totalSteps, precision, workers }: DescribedTraining,
): string[] {
  const { accumulate } = config.schedule;
  const inParts = accumulate === 1 ? "" : `, each computed in ${accumulate} parts`;
  const among = workers?.areSeveral ? `, divided among ${workers.group.size} workers` : "";
  return [
    `Steps: ${totalSteps} in ${precision}${inParts}${among}`,
    ...kindsOf(phases, config.method.name).map(({ from, to, kind }) =>
      to - from === 1 ? `  step ${to}: ${kind}` : `  steps ${from + 1} to ${to}: ${kind}`
    ),
  ];
}

/** Steps of one kind, as of a phase. */
interface KindOfSteps {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

/** The kinds of steps; those of a method that uses labels alone are one, in whatever phase. */
function kindsOf(phases: readonly Phase[], method: string): KindOfSteps[] {
  const kinds: KindOfSteps[] = [];
  for (const phase of phases) {
    const { from, to } = phase;
    const kind = describeKind(phase, method);
    const last = kinds.at(-1);
    if (last?.kind === kind) kinds.splice(-1, 1, { ...last, to });
    else kinds.push({ from, to, kind });
  }
  return kinds;
}

function describeKind({ order, losses }: Phase, method: string): string {
  const { labeledPerBatch, ratio } = order;
  const name = losses.every((loss) => loss.startsWith("supervised")) ? "supervised" : method;
  const clips = ratio === 0
    ? `${labeledPerBatch} labeled clips`
    : `${labeledPerBatch} labeled and ${labeledPerBatch * ratio} unlabeled clips`;
  return `${name}, ${clips} each`;
}

function describeValidationVideos({ config, videos }: DescribedTraining): string[] {
  const { everySteps, patience } = config.evaluate;
  const count = videos.validation.length;
  if (everySteps === undefined || count === 0) return [];
  const interval = everySteps === 1 ? "each step" : `every ${everySteps} steps`;
  const lines = [
    `Validation: ${count} labeled videos held out, scored after ${interval} (one is ` +
    `${formatPercent(1 / count)})`,
  ];
  if (patience !== undefined) lines.push(`  ends after ${patience} scores without a higher one`);
  return lines;
}
