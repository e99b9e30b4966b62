import { dirname } from "node:path";
import type { Config } from "../config/config.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { ADDED_FIELDS, decisiveFields } from "./_decisive_fields.ts";
import { fieldDifferences } from "./_field_differences.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import { hasPresentDraws } from "./checkpoint_state.ts";
import { describeClassDifference } from "./describe_class_difference.ts";
import type { Checkpoint } from "./open_checkpoint.ts";
import { RunFolder } from "./run_folder.ts";

/** What a run would be trained on if it were resumed now. */
export interface CurrentRun {
  readonly config: Config;
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Hash of the labeled and unlabeled videos. */
  readonly videos: string;
}

/**
 * Requires that a run can be resumed from a checkpoint to the same result as if it had never
 * stopped.
 *
 * @throws {CheckpointError} If configuration, videos or the program's random draws have changed; each
 * difference is named.
 */
export function requireSameRun(
  { path, state }: Pick<Checkpoint, "path" | "state">,
  { config, classes, videos }: CurrentRun,
): void {
  const now = decisiveFields(config);
  // How steps of several workers are made one has decided nothing for a run of one.
  const before = state.workers === undefined
    ? { ...state.config, ...workerFields(now) }
    : state.config;
  const added = Object.entries(ADDED_FIELDS).filter(([path]) => path in now);
  const differences = fieldDifferences({ ...Object.fromEntries(added), ...before }, now);
  const classDifference = describeClassDifference(state.classes, classes);
  if (classDifference !== undefined) differences.push(classDifference);
  if (state.videos !== videos) differences.push("the videos or their labels have changed");
  if (!hasPresentDraws(state)) differences.push("the program's random draws have changed");
  if (differences.length === 0) return;
  const run = new RunFolder(dirname(dirname(path)));
  throw new CheckpointError(
    path,
    `Cannot resume from ${path} as configuration and videos must be the same: ` +
      `${differences.join("; ")}. To train on from its weights in a new run: ` +
      `${taskCommand("train", "--from", run.reference)}, with these changes`,
  );
}

function workerFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([path]) => path.startsWith("workers.")));
}
