import { basename, resolve } from "node:path";
import { formatJudgement } from "../comparison/format_judgement.ts";
import { judgeMethods } from "../comparison/judge_methods.ts";
import { planComparison } from "../comparison/plan_comparison.ts";
import { readTriedMethods } from "../comparison/read_tried_methods.ts";
import { applyOverrides, type Config, loadConfig, type Override } from "../config/config.ts";
import { leavesOf } from "../config/leaves_of.ts";
import { requirePlainName } from "../run/require_plain_name.ts";
import { slug } from "../sweep/plan_sweep.ts";
import { homePath } from "../terminal/home_folder.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import { showLine } from "../terminal/show_line.ts";
import { presetFor } from "./preset_for.ts";
import { trainPlannedRuns } from "./train_planned_runs.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task compare`. */
export interface CompareCommandOptions {
  /** Preset or file of the configuration; chosen by the data if omitted. */
  readonly config?: string | undefined;
  /** Names of the methods, in any order. */
  readonly methods: readonly string[];
  /** Number of seeds. */
  readonly seeds: number;
  /** Name of the comparison, with which the names of its runs start; the data's if omitted. */
  readonly name?: string | undefined;
  /** Path of a module that is called after each step of each run. */
  readonly hooks?: string | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/** Share of the configuration's steps or epochs that a run takes unless a number is given. */
const SHARE_OF_SCHEDULE = 0.25;

/**
 * Trains each method briefly with several seeds, prints a table with intervals and the method that
 * is worth its time, and returns the exit code. The same command continues an interrupted
 * comparison.
 *
 * @throws {ConfigError} If the configuration cannot be used.
 * @throws {RunFolderError} If a run's folder holds a run of another configuration.
 */
export async function compareCommand(options: CompareCommandOptions): Promise<number> {
  const { methods, seeds, overrides } = options;
  const config = options.config ?? presetFor(overrides);
  const loaded = await loadConfig(config, overrides);
  const name = options.name ?? nameFor(loaded.config);
  requirePlainName(name);
  const plan = await planComparison({
    name,
    config,
    methods,
    seeds,
    overrides: [...overrides, shortened(loaded.config.schedule, overrides)],
  });
  showLine(
    `${plan.runs.length} runs: ${methods.join(", ")}, each with ${seeds} ` +
      `${seeds === 1 ? "seed" : "seeds"} and ${describeLength(plan.runs[0]!.config.schedule)}`,
  );
  const exitCode = await trainPlannedRuns(plan, { hooks: options.hooks });
  if (exitCode === INTERRUPTED) return exitCode;
  const tried = await readTriedMethods(plan, homePath("runs"));
  if (tried.length > 0) printText(formatJudgement(judgeMethods(tried)));
  return exitCode;
}

/** Returns the name of a comparison on a configuration's data. */
function nameFor({ data }: Config): string {
  return `compare-${slug(basename(resolve(data.source)))}`;
}

/** Returns the override that shortens the runs; a length that the user gave stays. */
function shortened(
  { steps, epochs }: Config["schedule"],
  overrides: readonly Override[],
): Override {
  const path = steps === undefined ? "schedule.epochs" : "schedule.steps";
  const length = steps ?? epochs!;
  // Also as a part of `schedule`, which --set can replace as a whole.
  const isGiven = new Map(leavesOf(applyOverrides({}, overrides))).has(path);
  return { path, value: isGiven ? length : Math.max(1, Math.round(length * SHARE_OF_SCHEDULE)) };
}

function describeLength({ steps, epochs }: Config["schedule"]): string {
  return steps === undefined ? `${epochs} epochs` : `${steps} steps`;
}
