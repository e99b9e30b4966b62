import { basename } from "node:path";
import type { RunFolder } from "../run/run_folder.ts";
import type { ReadOverview } from "../runs/read_overview.ts";
import type { ListedRun } from "./api.ts";
import { readLastStep } from "./read_last_step.ts";
import { runKey } from "./run_key.ts";

/**
 * Returns what a list says of a run.
 *
 * @throws {RunFolderError} If a file is broken.
 */
export async function describeListed(
  run: RunFolder,
  { overview, record, results }: ReadOverview,
): Promise<ListedRun> {
  const steps = await readLastStep(run.metrics);
  const { name, state, reason, tag, startedAt, labeled, unlabeled, test } = overview;
  return {
    key: runKey(run),
    name,
    state,
    problem: reason,
    tag,
    startedAt,
    endedAt: record?.parts.at(-1)?.endedAt ?? null,
    steps,
    totalSteps: overview.totalSteps ?? (results === undefined ? null : steps),
    data: basename(overview.data),
    method: basename(overview.method),
    labeled,
    unlabeled,
    test,
  };
}
