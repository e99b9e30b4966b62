import { loadAhead } from "../../runtime/load_ahead.ts";
import type { Override } from "../config/config.ts";
import { describeChance } from "../evaluation/describe_chance.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";
import { ResultOutput } from "../terminal/result_output.ts";
import { formatScores } from "./format_scores.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task evaluate`. */
export interface EvaluateCommandOptions {
  /** Name of the run to evaluate; the newest if omitted. */
  readonly run?: string | undefined;
  /** Whether to print a Markdown table. */
  readonly markdown: boolean;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Scores the newest checkpoint of a run on the test videos, prints a table and returns the exit
 * code.
 */
export async function evaluateCommand(options: EvaluateCommandOptions): Promise<number> {
  const { markdown, overrides } = options;
  const run = findRunFolder(options.run);
  requireOwnFiles(run.path);
  const config = await readRunConfig(run, overrides);
  const output = new ResultOutput();
  return await withProgress({ first: "Stopping; nothing is written." }, async (work) => {
    await loadAhead(config.device);
    const { evaluate } = await import("../evaluation/evaluate.ts");
    await evaluate(config, {
      ...work,
      run,
      onScores({ classes, scores, predictions }) {
        work.progress.end();
        output.print(formatScores(classes, scores, { markdown }));
        const chance = describeChance(scores, predictions);
        if (chance !== undefined) work.progress.note(chance);
      },
    });
    output.requirePrinted();
    return 0;
  });
}
