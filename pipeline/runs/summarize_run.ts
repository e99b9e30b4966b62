import { mainAnswer } from "../evaluation/main_answer.ts";
import { folderBytes } from "../files/folder_bytes.ts";
import { sum } from "../numbers/sum.ts";
import type { TrainResults } from "../run/results.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { RunRecord } from "../run/run_record.ts";
import { readOverview } from "./read_overview.ts";
import type { RunSummary } from "./run_summary.ts";
import { validationScores } from "./validation_scores.ts";

const MILLISECONDS_PER_MINUTE = 60_000;

/**
 * Summarizes a run from the files in its folder.
 *
 * @throws {RunFolderError} If a file is broken, or the folder is not one of a run.
 */
export async function summarizeRun(run: RunFolder): Promise<RunSummary> {
  const { overview, record, results } = await readOverview(run);
  const metrics = await run.readMetrics();
  const isHeld = run.isHeld();
  const steps = metrics.findLast(({ kind }) => kind === "step")?.step ?? 0;
  const validation = validationScores(metrics)
    .map(({ top1 }) => mainAnswer(top1) ?? 0);
  return {
    ...overview,
    minutes: minutesOf(record, { results, changedAt: isHeld ? new Date() : run.changedAt() }),
    steps,
    totalSteps: overview.totalSteps ?? (results === undefined ? null : steps),
    bestValidation: validation.length === 0
      ? null
      : validation.reduce((best, score) => Math.max(best, score)),
    lastValidation: validation.at(-1) ?? null,
    bytes: folderBytes(run.path),
  };
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
