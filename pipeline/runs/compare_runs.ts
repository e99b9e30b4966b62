import { leavesOf } from "../config/leaves_of.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { formatVersion } from "../program/format_version.ts";
import type { RunSummary } from "./run_summary.ts";
import { summarizeRun } from "./summarize_run.ts";

/** Runs side by side. */
export interface RunComparison {
  /** The runs in short. */
  readonly runs: readonly RunSummary[];
  /** Fields of the configuration in which they differ, by dotted path: a value for each run. */
  readonly differences: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Compares runs: what differs in their configurations, and how well they do.
 *
 * @throws {RunFolderError} If a file of a run is broken.
 */
export async function compareRuns(folders: readonly RunFolder[]): Promise<RunComparison> {
  const runs = await Promise.all(folders.map(summarizeRun));
  const settings = await Promise.all(folders.map(settingsOf));
  const differences: Record<string, readonly unknown[]> = {};
  for (const field of new Set(settings.flatMap((fields) => [...fields.keys()]))) {
    const values = settings.map((fields) => fields.get(field) ?? null);
    const isSame = values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]));
    if (!isSame) differences[field] = values;
  }
  return { runs, differences };
}

/** The settings of a run by dotted path, with the version of the program that ran last. */
async function settingsOf(folder: RunFolder): Promise<Map<string, unknown>> {
  const program = (await folder.readRecord())?.parts.at(-1)?.program;
  const version = program === undefined ? null : formatVersion(program);
  return new Map([...leavesOf(await folder.readConfig()), ["program", version]]);
}
