import { loadAhead } from "../../runtime/load_ahead.ts";
import type { Override } from "../config/config.ts";
import { tryOutput } from "../files/try_output.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";
import { describeAnswers } from "../suggestion/describe_answers.ts";
import { describeReason } from "../suggestion/describe_reason.ts";
import { SuggestionsFolder } from "../suggestion/suggestions_folder.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task suggest`. */
export interface SuggestCommandOptions {
  /** Name of the run whose networks are asked; the newest if omitted. */
  readonly run?: string | undefined;
  /** Number of videos to suggest. */
  readonly count: number;
  /** Seed of the clusters. */
  readonly seed: number;
  /** Folder for the suggestions; that in the run's folder if omitted. */
  readonly output?: string | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Finds unlabeled videos of a run to label next, prints them, and writes a list, a contact sheet, and
 * what `deno task label` shows.
 *
 * @returns The exit code.
 */
export async function suggestCommand(options: SuggestCommandOptions): Promise<number> {
  const { count, seed, overrides } = options;
  await tryOutput(options.output, "folder");
  const run = findRunFolder(options.run);
  const config = await readRunConfig(run, overrides);
  const { output } = options;
  using folder = output === undefined
    ? SuggestionsFolder.ofRun(run)
    : new SuggestionsFolder(output);
  requireOwnFiles(folder.path);
  folder.hold().requireUnlabeled();
  return await withProgress({ first: "Stopping." }, async (work) => {
    const { progress } = work;
    await loadAhead(config.device);
    const { findPool } = await import("../suggestion/find_pool.ts");
    const { suggestVideos } = await import("../suggestion/suggest_videos.ts");
    const { writeSuggestions } = await import("../suggestion/write_suggestions.ts");
    const pool = await findPool(config, { ...work, run });
    const suggestions = await suggestVideos(config, { ...work, run, pool, count, seed });
    const { data } = config;
    const { classes } = pool;
    // Only now, so that the earlier ones are kept if this is stopped.
    folder.clear();
    await writeSuggestions(suggestions, { ...work, run, folder, classes, data });
    for (const suggestion of suggestions) {
      const reason = `${describeReason(suggestion)}: ${describeAnswers(suggestion)}`;
      console.log(`${suggestion.path}: ${reason}`);
    }
    if (suggestions.length < count) {
      progress.note(`${suggestions.length} unlabeled videos are all that there are`);
    }
    const words = output === undefined ? ["--run", run.reference] : ["--suggestions", folder.path];
    progress.note(`Contact sheet: ${folder.sheet}`);
    progress.note(`As a table: ${folder.table}`);
    progress.note(`To label them: ${taskCommand("label", ...words)}`);
    return 0;
  });
}
