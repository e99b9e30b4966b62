import * as v from "valibot";
import { folderBytes } from "../files/folder_bytes.ts";
import { sum } from "../numbers/sum.ts";
import type { TrainResults } from "../run/results.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { RunRecord } from "../run/run_record.ts";
import { sharesOf } from "../run/shares_of.ts";
import { runState } from "./run_state.ts";
import type { RunSummary } from "./run_summary.ts";
import { validationScores } from "./validation_scores.ts";

/** The fields of a configuration that a summary shows; runs of any version have them. */
const configSchema = v.object({
  data: v.object({ source: v.string() }),
  method: v.object({ name: v.string() }),
  schedule: v.object({ steps: v.optional(v.number()) }),
});

/** The fields of `split.json` that a summary shows. */
const splitSchema = v.object({ labeled: v.number(), unlabeled: v.number() });

const MILLISECONDS_PER_MINUTE = 60_000;

/**
 * Summarizes a run from the files in its folder.
 *
 * @throws {RunFolderError} If a file is broken, or the folder is not one of a run.
 */
export async function summarizeRun(run: RunFolder): Promise<RunSummary> {
  const config = fieldsOf(run, configSchema, await run.readConfig());
  const rawSplit = await run.readSplit();
  const split = rawSplit === undefined ? undefined : fieldsOf(run, splitSchema, rawSplit);
  const record = await run.readRecord();
  const results = await run.readResults();
  const metrics = await run.readMetrics();
  const isHeld = run.isHeld();
  const steps = metrics.findLast(({ kind }) => kind === "step")?.step ?? 0;
  const validation = validationScores(metrics).map(({ top1 }) => top1.both ?? top1.primary ?? 0);
  return {
    name: run.name,
    path: run.path,
    state: runState({ record, isHeld, hasResults: results !== undefined }),
    reason: record?.parts.at(-1)?.reason ?? null,
    tag: await run.readTag() ?? null,
    parent: record?.parent ?? null,
    startedAt: record?.parts[0]?.startedAt ?? run.startedAt()?.toISOString() ?? null,
    minutes: minutesOf(record, { results, changedAt: isHeld ? new Date() : run.changedAt() }),
    data: config.data.source,
    method: config.method.name,
    labeled: split?.labeled ?? null,
    unlabeled: split?.unlabeled ?? null,
    steps,
    totalSteps: config.schedule.steps ?? (results === undefined ? null : steps),
    bestValidation: validation.length === 0
      ? null
      : validation.reduce((best, score) => Math.max(best, score)),
    lastValidation: validation.at(-1) ?? null,
    test: results === undefined ? null : sharesOf(results.scores, "top1"),
    bytes: folderBytes(run.path),
  };
}

function fieldsOf<Schema extends v.GenericSchema>(
  { path }: RunFolder,
  schema: Schema,
  raw: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new RunFolderError(
    `Cannot read the run ${path} as ${
      v.getDotPath(issue) ?? "its files"
    } must be what a run has: ` +
      issue.message,
  );
}

interface RunTimes {
  readonly results: TrainResults | undefined;
  /** When a part that has no end was last seen at work. */
  readonly changedAt: Date;
}

/** Minutes of all parts of a run; null if they are unknown. */
function minutesOf(record: RunRecord | undefined, { results, changedAt }: RunTimes): number | null {
  if (record === undefined) return results === undefined ? null : results.run.seconds / 60;
  const milliseconds = record.parts.map(({ startedAt, endedAt }, index) => {
    // A part that was ended from outside ended before the next one.
    const latest = Date.parse(record.parts[index + 1]?.startedAt ?? changedAt.toISOString());
    const end = endedAt === null ? Math.min(latest, changedAt.getTime()) : Date.parse(endedAt);
    return Math.max(0, end - Date.parse(startedAt));
  });
  return sum(milliseconds) / MILLISECONDS_PER_MINUTE;
}
