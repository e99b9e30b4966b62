import {
  applyOverrides,
  type Config,
  loadConfig,
  type Override,
  parseConfig,
} from "../config/config.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import { formatRunCosts } from "./format_run_costs.ts";
import { type RunFolder } from "../run/run_folder.ts";
import { withProgress } from "./with_progress.ts";
import { formatScores } from "./format_scores.ts";
import { createRunFolder } from "../run/create_run_folder.ts";
import { findRunFolder } from "../run/find_run_folder.ts";

/** What `train` was asked to do. */
export interface TrainRequest {
  /** Preset or file of the configuration; chosen by the data where it is left out. */
  readonly config?: string;
  /** Name of the new run. */
  readonly name?: string;
  /** Run to go on with; `true` for the newest. */
  readonly resume?: string | true;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Trains, prints the final table and returns the exit code.
 *
 * @throws What the preparation and the training throw; a run folder in which nothing was recorded is
 * removed again.
 */
export async function trainCommand(request: TrainRequest): Promise<number> {
  const { run, config } = await prepareRun(request);
  using _held = run;
  const stopping = "Finishing the step and writing a checkpoint; Ctrl-C again stops at once.";
  try {
    return await withProgress(stopping, async (options) => {
      options.progress.note(`Run folder ${run.path}`);
      const { train } = await import("../training/train.ts");
      const resume = request.resume !== undefined;
      const outcome = await train(config, { ...options, run, resume });
      options.progress.end();
      if (outcome.kind === "interrupted") {
        const again = `deno task train --resume ${run.name}`;
        options.progress.note(`Stopped after step ${outcome.step}; go on with: ${again}`);
        return INTERRUPTED;
      }
      await run.writeResults(outcome.results);
      console.log(formatScores(outcome.results.classes, outcome.results.scores));
      options.progress.note(formatRunCosts(outcome.results.run));
      return 0;
    });
  } finally {
    if (request.resume === undefined) run.removeIfUnused();
  }
}

/** Finds or makes the run folder, holds it, and settles the configuration. */
export async function prepareRun(
  { config: source, name, resume, overrides }: TrainRequest,
): Promise<{ run: RunFolder; config: Config }> {
  if (resume !== undefined) {
    const run = findRunFolder(resume === true ? undefined : resume).hold();
    const raw = applyOverrides(await run.readConfig(), overrides);
    return { run, config: parseConfig(raw, `of ${run.path}`) };
  }
  const loaded = await loadConfig(source ?? presetFor(overrides), overrides);
  const run = createRunFolder(name ?? { preset: loaded.name });
  try {
    await run.writeConfig(loaded.config);
  } catch (error) {
    run.removeIfUnused();
    run[Symbol.dispose]();
    throw error;
  }
  return { run, config: loaded.config };
}

/** The preset for the data asked for: the built-in videos' own, or the one for small real videos. */
function presetFor(overrides: readonly Override[]): string {
  const source = overrides.findLast(({ path }) => path === "data.source")?.value ?? "motion";
  return source === "motion" ? "motion_small" : "ucf101_5_small";
}
