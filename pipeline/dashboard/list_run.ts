import { describeError } from "../terminal/describe_error.ts";
import { requirePlainFiles } from "../run/require_plain_files.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { readOverview } from "../runs/read_overview.ts";
import type { ListedRun } from "./api.ts";
import { describeListed } from "./describe_listed.ts";
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
