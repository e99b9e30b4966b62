import * as v from "valibot";
import type { Config } from "../config/config.ts";
import { decisiveFields } from "./_decisive_fields.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import { count, share } from "./number_schemas.ts";
import { parseJson } from "./parse_json.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Version of the files written; another is refused. */
const VERSION = 1;

/** Revision of what random draws are derived from; files from before it was kept have 1. */
const DRAWS_REVISION = 2;

/** Scores on the validation videos up to a step. */
const validationSchema = v.object({
  /** Steps done at the last scores. */
  step: count,
  /** The highest score so far; of equal ones the last. */
  best: v.object({
    /** Steps done. */
    step: count,
    /** Share of the videos whose most probable class was theirs, 0 to 1. */
    top1: share,
  }),
  /** Number of the last scores in a row that were not higher than all before them. */
  withoutGain: count,
});

/** Scores on the validation videos up to a step, as a checkpoint keeps them. */
export type ValidationState = v.InferOutput<typeof validationSchema>;

const stateSchema = v.object({
  /** Version of the format. */
  version: v.literal(VERSION),
  /** Revision of the random draws that led to it. */
  draws: v.optional(count, 1),
  /** Steps done. */
  step: count,
  /** Names of the classes, in the order of the labels. */
  classes: v.array(v.string()),
  /** Hash of the labeled and unlabeled videos. */
  videos: v.string(),
  /** The fields of the configuration that decide what is learned, by dotted path. */
  config: v.record(v.string(), v.unknown()),
  /** Ids of the training videos found to be broken so far, sorted. */
  brokenVideos: v.array(v.string()),
  /** Number format of the steps; files from before it was kept have none. */
  precision: v.exactOptional(v.picklist(["float32", "bf16"])),
  /** Number of workers that took the last steps; absent for one. */
  workers: v.exactOptional(count),
  /** The scores on the validation videos; absent before the first and without such videos. */
  validation: v.exactOptional(validationSchema),
});

/** The position of a run, as a checkpoint keeps it. */
export type CheckpointState = v.InferOutput<typeof stateSchema>;

/** A position without what {@linkcode checkpointState} adds: versions and configuration. */
export type RunPosition = Omit<CheckpointState, "version" | "draws" | "config">;

/** Completes a position to the state that a checkpoint keeps. */
export function checkpointState(config: Config, position: RunPosition): CheckpointState {
  return { version: VERSION, draws: DRAWS_REVISION, ...position, config: decisiveFields(config) };
}

/** Whether a run that resumes from a state draws what it would have drawn without stopping. */
export function hasPresentDraws({ draws }: Pick<CheckpointState, "draws">): boolean {
  return draws === DRAWS_REVISION;
}

/**
 * Reads a state back.
 *
 * @param path File of the checkpoint, for the message.
 * @param text What {@linkcode checkpointState} gave, as JSON.
 * @throws {CheckpointError} If the text is not a state, or is one of another version.
 */
export function parseCheckpointState(path: string, text: string): CheckpointState {
  try {
    return parseJson(text, { path, schema: stateSchema });
  } catch (cause) {
    if (!(cause instanceof RunFolderError)) throw cause;
    throw new CheckpointError(path, cause.message, { cause });
  }
}
