import * as v from "valibot";
import type { TrainResults } from "../run/results.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { RunRecord } from "../run/run_record.ts";
import { sharesOf } from "../run/shares_of.ts";
import type { RunOverview } from "./run_overview.ts";
import { runState } from "./run_state.ts";

/** The fields of a configuration that a summary shows; runs of any version have them. */
const configSchema = v.object({
  data: v.object({ source: v.string() }),
  method: v.object({ name: v.string() }),
  schedule: v.object({ steps: v.optional(v.number()) }),
});

/** The fields of `split.json` that a summary shows. */
const splitSchema = v.object({ labeled: v.number(), unlabeled: v.number() });

/** An overview of a run, and what it is made of. */
export interface ReadOverview {
  readonly overview: RunOverview;
  /** The configuration as it is in the file. */
  readonly config: unknown;
  /** Undefined in runs of earlier versions. */
  readonly record: RunRecord | undefined;
  /** Undefined before the end. */
  readonly results: TrainResults | undefined;
}

/**
 * Reads what is known of a run without its metrics, which may be long.
 *
 * @throws {RunFolderError} If a file is broken, or the folder is not one of a run.
 */
export async function readOverview(run: RunFolder): Promise<ReadOverview> {
  const rawConfig = await run.readConfig();
  const config = fieldsOf(run, configSchema, rawConfig);
  const rawSplit = await run.readSplit();
  const split = rawSplit === undefined ? undefined : fieldsOf(run, splitSchema, rawSplit);
  const record = await run.readRecord();
  const results = await run.readResults();
  const overview = {
    name: run.name,
    path: run.path,
    state: runState({ record, isHeld: run.isHeld(), hasResults: results !== undefined }),
    reason: record?.parts.at(-1)?.reason ?? null,
    tag: await run.readTag() ?? null,
    parent: record?.parent ?? null,
    startedAt: record?.parts[0]?.startedAt ?? run.startedAt()?.toISOString() ?? null,
    data: config.data.source,
    method: config.method.name,
    labeled: split?.labeled ?? null,
    unlabeled: split?.unlabeled ?? null,
    totalSteps: config.schedule.steps ?? null,
    test: results === undefined ? null : sharesOf(results.scores, "top1"),
  };
  return { overview, config: rawConfig, record, results };
}

function fieldsOf<Schema extends v.GenericSchema>(
  { path }: RunFolder,
  schema: Schema,
  raw: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new RunFolderError(
    `Cannot read the run ${path} as ${
      v.getDotPath(issue) ?? "its files"
    } must be what a run has: ` +
      issue.message,
  );
}
