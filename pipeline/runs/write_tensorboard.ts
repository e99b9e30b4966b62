import { join } from "node:path";
import type { MetricsLine } from "../run/metrics_line.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { isRecord } from "../config/is_record.ts";
import { encodeEvents, type Scalar, type ScalarEvent } from "./_event_records.ts";

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
 * `tensorboard` of the run. It replaces the file that an earlier call has written.
 *
 * @returns The folder; undefined if there are no metrics yet.
 * @throws {RunFolderError} If the metrics are broken.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeTensorBoard(run: RunFolder): Promise<string | undefined> {
  const metrics = await run.readMetrics();
  if (metrics.length === 0) return undefined;
  const record = await run.readRecord();
  const started = record?.parts[0]?.startedAt;
  const startedAt = (started === undefined ? run.startedAt() : new Date(started)) ?? new Date(0);
  const seconds = startedAt.getTime() / 1000;
  const file = encodeEvents(seconds, eventsOf(metrics, seconds));
  await Deno.mkdir(run.tensorBoard, { recursive: true });
  // The name that TensorBoard looks for; always the same, so that no number is there twice.
  const path = join(run.tensorBoard, "events.out.tfevents.0000000000.actnetformer");
  await writeAtomically(path, (temporary) => Deno.writeFile(temporary, file));
  return run.tensorBoard;
}

/** The events of the lines; their time is that of the steps' work, without the breaks. */
function eventsOf(metrics: readonly MetricsLine[], startedAt: number): ScalarEvent[] {
  let wallTime = startedAt;
  return metrics.map((line) => {
    const { seconds = {}, ...numbers } = line;
    const parts = typeof seconds === "number" ? {} : seconds;
    for (const part of Object.values(parts)) wallTime += part;
    const prefix = line.kind === "step" ? "" : line.kind;
    const scalars = [...scalarsOf(numbers, prefix), ...scalarsOf(seconds, "seconds")];
    return { wallTime, step: line.step, scalars };
  });
}

/** The numbers in a value, each by the names that lead to it. */
function* scalarsOf(value: unknown, tag: string): Generator<Scalar> {
  if (typeof value === "number") yield { tag, value };
  if (!isRecord(value)) return;
  const { judged, right } = value;
  if (typeof judged === "number" && typeof right === "number" && judged > 0) {
    yield { tag: `${tag}/right`, value: right / judged };
  }
  for (const [key, inner] of Object.entries(value)) {
    if (OMITTED.has(key)) continue;
    const name = NAMES[key] ?? key;
    yield* scalarsOf(inner, tag === "" ? name : `${tag}/${name}`);
  }
}
