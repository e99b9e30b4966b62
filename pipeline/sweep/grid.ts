import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { number, section, text, whole } from "../config/fields.ts";
import {
  applyOverrides,
  type Config,
  describeIssue,
  type Override,
  parseConfig,
  presetNames,
} from "../config/config.ts";
import { readConfigSource } from "../config/source.ts";
import { readJsonc } from "../config/read_jsonc.ts";
import { ConfigError } from "../config/config_error.ts";

/** The hyper-parameters of the paper's figure 3, each by the name a grid gives it. */
export const AXES = {
  delta: { figure: "3a", field: "method.threshold", title: "threshold δ" },
  ratio: {
    figure: "3b",
    field: "schedule.unlabeledPerLabeled",
    title: "labeled to unlabeled clips",
  },
  gamma: { figure: "3c", field: "method.gamma", title: "weight γ of the pseudo-label losses" },
  beta: { figure: "3d", field: "method.beta", title: "weight β of the contrastive loss" },
} as const;

/** Name of a hyper-parameter. */
export type AxisName = keyof typeof AXES;

const VALUES = "must be a list of values";
const fieldsSchema = v.pipe(
  v.record(v.string(), v.unknown(), "must be an object of fields by dotted path"),
  v.check((fields) => !("seed" in fields), "must leave out seed: the seeds are in the field seeds"),
);
const axis = v.exactOptional(v.pipe(v.array(number(), VALUES), v.nonEmpty(VALUES)));
const SEEDS = "must be a list with at least one seed";

const gridSchema = section({
  /** What the sweep is for. */
  about: v.optional(v.string("must be text"), ""),
  /** Preset, or path of a configuration relative to the grid's file. */
  config: text(),
  /** Fields that are the same in all runs, by dotted path. */
  set: v.optional(fieldsSchema, {}),
  /** Seeds that each setting is trained with. */
  seeds: v.optional(v.pipe(v.array(whole(), SEEDS), v.nonEmpty(SEEDS)), [0]),
  /** Values of one hyper-parameter each, all others staying as configured: the paper's figure 3. */
  figures: v.optional(section({ delta: axis, ratio: axis, gamma: axis, beta: axis }), {}),
  /** Rows of settings by the name of their table, as the pairs of networks of the paper's table 2. */
  tables: v.optional(
    v.record(
      text(),
      v.array(section({ name: text(), set: fieldsSchema }), "must be a list of rows"),
      "must be an object of tables by name",
    ),
    {},
  ),
});

/** One training of a sweep. */
export interface PlannedRun {
  /** Name of its run folder. */
  readonly name: string;
  readonly seed: number;
  /** What is set on top of the sweep's configuration, the seed included. */
  readonly overrides: readonly Override[];
  readonly config: Config;
}

/** A setting that is shown as one point or row: its runs, one for each seed. */
export interface PlannedSetting {
  readonly label: string;
  readonly runs: readonly PlannedRun[];
}

/** What a grid comes to. */
export interface SweepPlan {
  readonly about: string;
  /** Preset or path of the configuration. */
  readonly config: string;
  /** All runs, each once, in the order in which they are trained. */
  readonly runs: readonly PlannedRun[];
  readonly figures: readonly {
    readonly axis: AxisName;
    readonly points: readonly PlannedSetting[];
  }[];
  readonly tables: readonly { readonly name: string; readonly rows: readonly PlannedSetting[] }[];
}

/**
 * Reads a grid and plans its runs. Settings that come to the same configuration share their runs, as
 * the paper's setting is a point of every figure.
 *
 * @param path JSON file of the grid, which may have comments.
 * @param name Of the sweep; the names of its runs begin with it.
 * @throws {ConfigError} where the file is no grid or a setting no configuration.
 */
export async function planSweep(path: string, name: string): Promise<SweepPlan> {
  const grid = parseGrid(
    await readJsonc(path, {
      source: `the grid ${path}`,
      kind: "grid",
      folder: "pipeline/sweep/grids/",
    }),
    path,
  );
  const isPreset = presetNames().includes(grid.config);
  const source = isPreset ? grid.config : join(dirname(path), grid.config);
  const raw = await readConfigSource(source);
  const planned = new Map<string, PlannedRun>();

  function setting(label: string, set: Readonly<Record<string, unknown>>): PlannedSetting {
    const runs = grid.seeds.map((seed) => {
      const overrides = [...overridesOf({ ...grid.set, ...set }), { path: "seed", value: seed }];
      const runName = [name, slug(label), `seed-${seed}`].join("-");
      const config = parseConfig(applyOverrides(raw, overrides), `of ${runName}`);
      const key = JSON.stringify(config);
      const run = planned.get(key) ?? { name: runName, seed, overrides, config };
      planned.set(key, run);
      return run;
    });
    return { label, runs };
  }

  const figures = (Object.keys(AXES) as AxisName[]).flatMap((axis) => {
    const values = grid.figures[axis];
    if (values === undefined) return [];
    const points = values.map((value) => {
      const { label, runs } = setting(`${axis}-${value}`, { [AXES[axis].field]: value });
      return { label: axis === "ratio" ? `1:${value}` : label.slice(axis.length + 1), runs };
    });
    return { axis, points };
  });
  const tables = Object.entries(grid.tables).map(([table, rows]) => ({
    name: table,
    rows: rows.map((row) => ({ ...setting(`${table}-${row.name}`, row.set), label: row.name })),
  }));
  const runs = [...planned.values()];
  requireDistinct(runs, path);
  return { about: grid.about, config: source, runs, figures, tables };
}

/** Returns the name of a sweep: that of its grid's file, without folder and ending. */
export function sweepNameOf(path: string): string {
  return slug(basename(path).replace(/\.jsonc?$/, ""));
}

function parseGrid(raw: unknown, path: string): v.InferOutput<typeof gridSchema> {
  const result = v.safeParse(gridSchema, raw);
  if (result.success) return result.output;
  throw new ConfigError(`the grid ${path}`, result.issues.map(describeIssue));
}

/** Two settings of one name would train into one folder. */
function requireDistinct(runs: readonly PlannedRun[], path: string): void {
  const names = new Set<string>();
  for (const { name } of runs) {
    if (names.has(name)) {
      const message = `must have different names for its settings: ${name} is there twice`;
      throw new ConfigError(`the grid ${path}`, [{ path: "", message }]);
    }
    names.add(name);
  }
}

function overridesOf(set: Readonly<Record<string, unknown>>): Override[] {
  return Object.entries(set).map(([path, value]) => ({ path, value }));
}

function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9_.]+/g, "-").replace(/^[-.]+|-+$/g, "");
}
