import { applyOverrides, type Override, parseConfig } from "../config/config.ts";
import { withProgress } from "./with_progress.ts";
import { formatScores } from "./format_scores.ts";
import { findRunFolder } from "../run/find_run_folder.ts";

/** What `evaluate` was asked to do. */
export interface EvaluateRequest {
  /** Run to evaluate; the newest where it is left out. */
  readonly run?: string;
  /** Print a Markdown table. */
  readonly markdown: boolean;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/** Scores the newest checkpoint of a run over the test videos, prints the table and returns the exit code. */
export async function evaluateCommand(request: EvaluateRequest): Promise<number> {
  const run = findRunFolder(request.run);
  const raw = applyOverrides(await run.readConfig(), request.overrides);
  const config = parseConfig(raw, `of ${run.path}`);
  return await withProgress("Stopping; Ctrl-C again stops at once.", async (options) => {
    const { evaluate } = await import("../evaluation/evaluate.ts");
    const { classes, scores } = await evaluate(config, { ...options, run });
    options.progress.end();
    console.log(formatScores(classes, scores, { markdown: request.markdown }));
    return 0;
  });
}
