import * as v from "valibot";
import { describeOtherClasses } from "./describe_other_classes.ts";
import type { Config } from "../config/config.ts";
import { CheckpointError } from "./checkpoint_error.ts";

/** Version of the files written; another is refused. */
const VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const stateSchema = v.object({
  /** Version of the format. */
  version: v.literal(VERSION),
  /** Steps done. */
  step: count,
  /** Names of the classes, in the order of the labels. */
  classes: v.array(v.string()),
  /** Hash of the labeled and unlabeled videos. */
  videos: v.string(),
  /** What of the configuration decides about the training, by dotted path. */
  config: v.record(v.string(), v.unknown()),
  /** Ids of the training videos found to be broken so far, sorted. */
  brokenVideos: v.array(v.string()),
});

/** Where a run stands, as a checkpoint keeps it. */
export type CheckpointState = v.InferOutput<typeof stateSchema>;

/** What {@linkcode checkpointState} adds to. */
export type RunPosition = Omit<CheckpointState, "version" | "config">;

/** The state to save of a run. */
export function checkpointState(config: Config, position: RunPosition): CheckpointState {
  return { version: VERSION, ...position, config: decisiveFields(config) };
}

/**
 * Reads a state back.
 *
 * @throws {CheckpointError} where the text is none, or of another version.
 */
export function parseCheckpointState(path: string, text: string): CheckpointState {
  const result = v.safeParse(stateSchema, JSON.parse(text));
  if (result.success) return result.output;
  const { message } = result.issues[0];
  const field = v.getDotPath(result.issues[0]);
  throw new CheckpointError(
    path,
    `${path} is of another version of this program: ${field}: ${message}`,
  );
}

/**
 * Requires that a run can go on from a state under a configuration, to the same result as if it had
 * never stopped.
 *
 * @param now The configuration, and the classes and the hash of the videos, as they are now.
 * @throws {CheckpointError} naming each field that differs.
 */
export function requireSameRun(
  path: string,
  state: CheckpointState,
  now: { readonly config: Config; readonly classes: readonly string[]; readonly videos: string },
): void {
  const decisive = decisiveFields(now.config);
  const fields = new Set([...Object.keys(state.config), ...Object.keys(decisive)]);
  const differences = [...fields].flatMap((field) => {
    const [then, current] = [state.config[field], decisive[field]].map((value) =>
      JSON.stringify(value)
    );
    return then === current ? [] : `${field} was ${then ?? "not set"}, is ${current ?? "not set"}`;
  });
  const classes = describeOtherClasses(state.classes, now.classes);
  if (classes !== undefined) differences.push(classes);
  if (state.videos !== now.videos) differences.push("the videos or their labels have changed");
  if (differences.length === 0) return;
  const what = differences.join("; ");
  throw new CheckpointError(
    path,
    `${path} belongs to another run: ${what}. Start a new run instead`,
  );
}

/** Fields that may change between two parts of a run without changing what is learned. */
const FREE_FIELDS = [
  "about",
  "credits",
  "device",
  "checkpoint",
  "evaluate",
  // The videos are compared by themselves, wherever they lie.
  "data.source",
  "data.testList",
  "data.cacheMebibytes",
  "data.failureShare",
  "data.missingShare",
];

/** The fields of a configuration that decide about the training, by dotted path; lists stay whole. */
function decisiveFields(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    [...leaves(config, "")].filter(([path]) =>
      !FREE_FIELDS.some((free) => path === free || path.startsWith(`${free}.`))
    ),
  );
}

function* leaves(value: unknown, path: string): Generator<[path: string, value: unknown]> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    yield [path, value];
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    yield* leaves(inner, path === "" ? key : `${path}.${key}`);
  }
}
