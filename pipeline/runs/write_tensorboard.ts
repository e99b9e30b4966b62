import { join } from "node:path";
import type { MetricsLine } from "../run/metrics_line.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { isRecord } from "../config/is_record.ts";
import { drawConfusion } from "../evaluation/draw_confusion.ts";
import { drawSeenViews } from "./draw_seen_views.ts";
import { encodeEvents, type StepEvent, type Summary } from "./_event_records.ts";
import { svgToPng } from "./_svg_to_png.ts";

/** Fields of a line that are not drawn: what it is about, and counts behind other numbers. */
const OMITTED = new Set([
  "version",
  "kind",
  "step",
  "epoch",
  "maskRates",
  "histogram",
  "judged",
  "right",
]);

/** Names that TensorBoard shows instead of those of `metrics.jsonl`. */
const NAMES: Readonly<Record<string, string>> = {
  loss: "loss/total",
  lossTerms: "loss",
  gate: "pseudoLabels",
  maskRate: "used",
};

/**
 * Writes all numbers of a run's metrics into an event file for TensorBoard, in the folder
 * `tensorboard` of the run: scalars, the confidences of pseudo-labels as histograms, and as images
 * the clips that the run has shown last and, if it is tested, the confusion matrices. It replaces
 * the file that an earlier call has written.
 *
 * @returns The folder; undefined if there are no metrics yet.
 * @throws {RunFolderError} If the metrics, the clips or the results are broken.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeTensorBoard(run: RunFolder): Promise<string | undefined> {
  const metrics = await run.readMetrics();
  if (metrics.length === 0) return undefined;
  const record = await run.readRecord();
  const started = record?.parts[0]?.startedAt;
  const startedAt = (started === undefined ? run.startedAt() : new Date(started)) ?? new Date(0);
  const seconds = startedAt.getTime() / 1000;
  const events = eventsOf(metrics, seconds);
  const file = encodeEvents(seconds, [...events, ...await imageEvents(run, events)]);
  await Deno.mkdir(run.tensorBoard, { recursive: true });
  // The name that TensorBoard looks for; always the same, so that no number is there twice.
  const path = join(run.tensorBoard, "events.out.tfevents.0000000000.actnetformer");
  await writeAtomically(path, (temporary) => Deno.writeFile(temporary, file));
  return run.tensorBoard;
}

/** The events of the lines; their time is that of the steps' work, without the breaks. */
function eventsOf(metrics: readonly MetricsLine[], startedAt: number): StepEvent[] {
  let wallTime = startedAt;
  return metrics.map((line) => {
    const { seconds = {}, ...numbers } = line;
    const parts = typeof seconds === "number" ? {} : seconds;
    for (const part of Object.values(parts)) wallTime += part;
    const prefix = line.kind === "step" ? "" : line.kind;
    const summaries = [
      ...scalarsOf(numbers, prefix),
      ...scalarsOf(seconds, "seconds"),
      ...histogramsOf(line),
    ];
    return { wallTime, step: line.step, summaries };
  });
}

/** The numbers in a value, each by the names that lead to it. */
function* scalarsOf(value: unknown, tag: string): Generator<Summary> {
  if (typeof value === "number") yield { tag, scalar: value };
  if (!isRecord(value)) return;
  const { judged, right } = value;
  if (typeof judged === "number" && typeof right === "number" && judged > 0) {
    yield { tag: `${tag}/right`, scalar: right / judged };
  }
  for (const [key, inner] of Object.entries(value)) {
    if (OMITTED.has(key)) continue;
    const name = NAMES[key] ?? key;
    yield* scalarsOf(inner, tag === "" ? name : `${tag}/${name}`);
  }
}

/** How sure the networks were of the pseudo-labels of a step, those that were not used included. */
function histogramsOf({ gate = {} }: MetricsLine): Summary[] {
  return Object.entries(gate).flatMap(([network, { histogram, confidence }]) => {
    if (histogram === undefined || confidence === undefined) return [];
    // Equal bins from 0 to 1.
    const edges = Array.from({ length: histogram.length + 1 }, (_, bin) => bin / histogram.length);
    // Not the name of the mean: TensorBoard shows one kind of thing under a name.
    const tag = `${NAMES.gate}/${network}/confidences`;
    return { tag, histogram: { edges, counts: histogram, mean: confidence } };
  });
}

/** The clips that were shown last at their step, and the confusion matrices at the last step. */
async function imageEvents(run: RunFolder, events: readonly StepEvent[]): Promise<StepEvent[]> {
  const views = await run.readViews();
  const results = await run.readResults();
  const last = events.at(-1) ?? { step: 0, wallTime: 0 };
  const images: StepEvent[] = [];
  if (views !== undefined) {
    const png = await svgToPng(drawSeenViews(views));
    const { wallTime } = events.findLast(({ step }) => step <= views.step) ?? last;
    images.push({ wallTime, step: views.step, summaries: [{ tag: "views", png }] });
  }
  for (const [who, score] of Object.entries(results?.scores ?? {})) {
    const classes = results?.classes ?? [];
    const png = await svgToPng(drawConfusion(score, { classes, who }));
    images.push({ ...last, summaries: [{ tag: `evaluation/confusion/${who}`, png }] });
  }
  return images;
}
