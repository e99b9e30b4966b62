import type { Config } from "../config/config.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { decisiveFields } from "./_decisive_fields.ts";
import { fieldDifferences } from "./_field_differences.ts";
import { listCheckpoints } from "./list_checkpoints.ts";
import type { RunFiles } from "./run_files.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Two configurations of a run. */
export interface Configurations {
  /** What the run's folder keeps. */
  readonly before: Config;
  /** What it would be trained with if it were resumed now. */
  readonly now: Config;
}

/**
 * Requires that a run without a checkpoint, which starts again, divides its videos as before: it
 * keeps them. What a checkpoint requires, requireSameRun() holds.
 *
 * @throws {RunFolderError} If it does not; each difference is named.
 */
export function requireSameDivision(run: RunFiles, { before, now }: Configurations): void {
  if (listCheckpoints(run.checkpoints).length > 0 || statIfPresent(run.videos) === undefined) {
    return;
  }
  const differences = fieldDifferences(dividingFields(before), dividingFields(now));
  if (differences.length === 0) return;
  throw new RunFolderError(
    `Cannot resume ${run.path} as it keeps its videos, which must be divided as before: ` +
      `${differences.join("; ")}. Start a new run instead`,
  );
}

/** The fields that decide which videos there are, and what they are used for. */
function dividingFields(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(decisiveFields(config)).filter(([path]) =>
      path === "seed" || path.startsWith("data.")
    ),
  );
}
