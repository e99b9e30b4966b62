import * as v from "valibot";
import { describeIssue } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import { number, section, text, whole } from "../config/fields.ts";
import { readJsonc } from "../config/read_jsonc.ts";
import { gridNames } from "./grid_path.ts";

/** The hyper-parameters of the paper's figure 3, each by the name a grid gives it. */
export const AXES = {
  delta: {
    figure: "3a",
    field: "method.threshold",
    title: "threshold δ",
  },
  ratio: {
    figure: "3b",
    field: "schedule.unlabeledPerLabeled",
    title: "labeled to unlabeled clips",
  },
  gamma: {
    figure: "3c",
    field: "method.gamma",
    title: "weight γ of the pseudo-label losses",
  },
  beta: {
    figure: "3d",
    field: "method.beta",
    title: "weight β of the contrastive loss",
  },
} as const;

/** Name of a hyper-parameter. */
export type AxisName = keyof typeof AXES;

const VALUES = "must be a list of values";
const SEEDS = "must be a list with at least one seed";

const fieldsSchema = v.pipe(
  v.record(v.string(), v.unknown(), "must be an object of fields by dotted path"),
  v.check((fields) => !("seed" in fields), "must leave out seed: the seeds are in the field seeds"),
);

const axisSchema = v.exactOptional(v.pipe(v.array(number(), VALUES), v.nonEmpty(VALUES)));

const rowSchema = section({
  /** What the table calls it. */
  name: text(),
  /** Fields that make the setting, by dotted path; in text `{seed}` stands for the run's seed. */
  set: fieldsSchema,
});

const gridSchema = section({
  /** What the sweep is for. */
  about: v.optional(v.string("must be text"), ""),
  /** Preset, or path of a configuration relative to the grid's file. */
  config: text(),
  /** Fields that are the same in all runs, by dotted path. */
  set: v.optional(fieldsSchema, {}),
  /**
   * Names of the rows that the others of a table are compared with, video by video: of each name the
   * table's own row, or else the only one of the other tables.
   */
  baselines: v.optional(v.array(text(), "must be a list of names of rows"), []),
  /** Seeds that each setting is trained with. */
  seeds: v.optional(v.pipe(v.array(whole(), SEEDS), v.nonEmpty(SEEDS)), [0]),
  /** Values of one hyper-parameter each, all others as configured: the paper's figure 3. */
  figures: v.optional(
    section({
      delta: axisSchema,
      ratio: axisSchema,
      gamma: axisSchema,
      beta: axisSchema,
    }),
    {},
  ),
  /**
   * Rows of settings by the name of their table, as the pairs of networks of the paper's table 2.
   */
  tables: v.optional(
    v.record(
      text(),
      v.array(rowSchema, "must be a list of rows"),
      "must be an object of tables by name",
    ),
    {},
  ),
});

/** What a sweep trains. */
export type Grid = v.InferOutput<typeof gridSchema>;

/**
 * Reads the file of a grid.
 *
 * @param path JSON file of the grid, which may have comments.
 * @throws {ConfigError} If the file is not a grid.
 */
export async function readGrid(path: string): Promise<Grid> {
  const source = `the grid ${path}`;
  const raw = await readJsonc(path, { source, kind: "grid", names: gridNames });
  const result = v.safeParse(gridSchema, raw);
  if (result.success) {
    if (hasSettings(result.output)) return result.output;
    const message = "must hold a table with a row, or figures the values of a hyper-parameter: " +
      "there is nothing to train";
    throw new ConfigError(source, [{ path: "tables", message }]);
  }
  throw new ConfigError(source, result.issues.map(describeIssue));
}

/** Whether a grid names anything to train. */
function hasSettings({ figures, tables }: Grid): boolean {
  const rows = Object.values(tables).flat();
  return rows.length > 0 || Object.values(figures).some((values) => values !== undefined);
}
