import { basename } from "node:path";
import { describeError } from "../terminal/describe_error.ts";
import { requirePlainFiles } from "../run/require_plain_files.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { type ReadOverview, readOverview } from "../runs/read_overview.ts";
import type { ListedRun } from "./api.ts";
import { readLastStep } from "./read_last_step.ts";
import { runKey } from "./run_key.ts";

/** Lists a run; one whose files cannot be read with its problem. */
export async function listRun(run: RunFolder): Promise<ListedRun> {
  try {
    requirePlainFiles(run);
    return await describeListed(run, await readOverview(run));
  } catch (error) {
    return {
      key: runKey(run),
      name: run.name,
      state: "stopped",
      problem: describeError(error),
      tag: null,
      startedAt: run.startedAt()?.toISOString() ?? null,
      endedAt: null,
      steps: 0,
      totalSteps: null,
      data: null,
      method: null,
      labeled: null,
      unlabeled: null,
      test: null,
    };
  }
}

/** Returns what a list says of a run. */
export async function describeListed(
  run: RunFolder,
  { overview, record, results }: ReadOverview,
): Promise<ListedRun> {
  const stream = await run.readStream();
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
    totalSteps: overview.totalSteps ?? stream?.totalSteps ?? (results === undefined ? null : steps),
    data: basename(overview.data),
    method: basename(overview.method),
    labeled,
    unlabeled,
    test,
  };
}
