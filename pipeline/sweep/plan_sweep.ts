import { basename, dirname, join } from "node:path";
import {
  applyOverrides,
  type Config,
  type Override,
  parseConfig,
  presetNames,
} from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import { readConfigSource } from "../config/source.ts";
import { AXES, type AxisName, type Grid, readGrid } from "./grid.ts";

/** One training of a sweep. */
export interface PlannedRun {
  /** Name of its run folder. */
  readonly name: string;
  /** Seed of the run; part of its overrides. */
  readonly seed: number;
  /** What is set on top of the sweep's configuration, the seed included. */
  readonly overrides: readonly Override[];
  /** The configuration, with the overrides. */
  readonly config: Config;
}

/** A setting that is shown as one point or row: its runs, one for each seed. */
export interface PlannedSetting {
  /** Name of the point or row. */
  readonly label: string;
  /** In the order of the grid's seeds. */
  readonly runs: readonly PlannedRun[];
}

/** A figure: the runs for each value of a hyper-parameter. */
export interface PlannedFigure {
  /** The hyper-parameter. */
  readonly axis: AxisName;
  /** One for each of its values. */
  readonly points: readonly PlannedSetting[];
}

/** A table: the runs of each row. */
export interface PlannedTable {
  /** Name of the table. */
  readonly name: string;
  /** One for each setting. */
  readonly rows: readonly PlannedSetting[];
  /** The rows that the others are compared with; of another table if this one does not have them. */
  readonly baselines: readonly PlannedSetting[];
}

/** The runs of a grid, and what is reported of them. */
export interface SweepPlan {
  /** What the sweep is for. */
  readonly about: string;
  /** Preset or path of the configuration. */
  readonly config: string;
  /** All runs, each once, in the order in which they are trained. */
  readonly runs: readonly PlannedRun[];
  /** In the order of the paper. */
  readonly figures: readonly PlannedFigure[];
  /** In the order of the grid. */
  readonly tables: readonly PlannedTable[];
}

/**
 * Reads a grid and plans its runs.
 *
 * @param path JSON file of the grid.
 * @param name Name of the sweep; the names of its runs begin with it.
 * @param options.overrides Fields set on the command line, for all runs.
 * @throws {ConfigError} If the file is not a grid, a setting not a configuration, or a seed is given.
 */
export async function planSweep(
  path: string,
  name: string,
  { overrides = [] }: { readonly overrides?: readonly Override[] | undefined } = {},
): Promise<SweepPlan> {
  requireNoSeed(overrides);
  const { set, ...others } = await readGrid(path);
  const given = Object.fromEntries(overrides.map(({ path, value }) => [path, value]));
  const grid = { ...others, set: { ...set, ...given } };
  const isPreset = presetNames().includes(grid.config);
  const config = isPreset ? grid.config : join(dirname(path), grid.config);
  return await planGrid({ ...grid, config }, { name, source: `the grid ${path}` });
}

/** Refuses a seed for all runs: those of the grid would take its place without a word. */
function requireNoSeed(overrides: readonly Override[]): void {
  if (!overrides.some(({ path }) => path === "seed")) return;
  const message = "must leave out seed: the seeds are in the field seeds of the grid";
  throw new ConfigError("--set", [{ path: "", message }]);
}

/** What {@linkcode planGrid} needs to know beside the grid. */
export interface PlanGridOptions {
  /** Name of the sweep; the names of its runs begin with it. */
  readonly name: string;
  /** What an error calls the grid. */
  readonly source: string;
}

/**
 * Plans the runs of a grid. Settings that give the same configuration share their runs, as the
 * paper's setting is a point of every figure.
 *
 * @param grid Its configuration is a preset, or a path from the current folder.
 * @throws {ConfigError} If a setting is not a configuration.
 */
export async function planGrid(
  grid: Grid,
  { name, source }: PlanGridOptions,
): Promise<SweepPlan> {
  const { about, config } = grid;
  const planner = new RunPlanner(name, grid, await readConfigSource(config));
  const figures = axesOf(grid).map(({ axis, values }) => ({
    axis,
    points: values.map((value) => ({
      label: axis === "ratio" ? `1:${value}` : String(value),
      runs: planner.plan(`${axis}-${value}`, { [AXES[axis].field]: value }),
    })),
  }));
  const rowsOfTables = Object.entries(grid.tables).map(([table, rows]) => ({
    name: table,
    rows: rows.map((row) => ({
      label: row.name,
      runs: planner.plan(`${table}-${row.name}`, row.set),
    })),
  }));
  requireDistinct(planner.runs, source);
  const allRows = rowsOfTables.flatMap(({ rows }) => rows);
  const tables = rowsOfTables.map(({ name, rows }) => ({
    name,
    rows,
    baselines: grid.baselines.flatMap((baseline) =>
      findBaseline(baseline, { rows, allRows, source }) ?? []
    ),
  }));
  return { about, config, runs: planner.runs, figures, tables };
}

/** Returns the name of a sweep whose grid is in a file. */
export function sweepNameOf(path: string): string {
  return slug(basename(path).replace(/\.jsonc?$/, ""));
}

/** Plans the runs of one setting after another, each configuration once. */
class RunPlanner {
  readonly #sweep: string;
  readonly #grid: Grid;
  readonly #source: unknown;
  readonly #runs = new Map<string, PlannedRun>();

  /** @param source The sweep's configuration, as its file has it. */
  constructor(sweep: string, grid: Grid, source: unknown) {
    this.#sweep = sweep;
    this.#grid = grid;
    this.#source = source;
  }

  /** All runs so far, in the order in which they were planned. */
  get runs(): PlannedRun[] {
    return [...this.#runs.values()];
  }

  /** The runs of a setting, one for each seed; those planned before are taken again. */
  plan(setting: string, set: Readonly<Record<string, unknown>>): PlannedRun[] {
    const fields = overridesOf({ ...this.#grid.set, ...set });
    return this.#grid.seeds.map((seed) => {
      const name = [this.#sweep, slug(setting), `seed-${seed}`].join("-");
      const overrides = [...fields.map((field) => withSeed(field, seed)), {
        path: "seed",
        value: seed,
      }];
      const config = parseConfig(applyOverrides(this.#source, overrides), `of ${name}`);
      const key = JSON.stringify(config);
      const run = this.#runs.get(key) ?? { name, seed, overrides, config };
      this.#runs.set(key, run);
      return run;
    });
  }
}

/** The hyper-parameters that a grid has values of, in the order of the paper's figures. */
function axesOf({ figures }: Grid): { axis: AxisName; values: readonly number[] }[] {
  return (Object.keys(AXES) as AxisName[]).flatMap((axis) => {
    const values = figures[axis];
    return values === undefined ? [] : [{ axis, values }];
  });
}

/** Two settings of one name would train into one folder. */
function requireDistinct(runs: readonly PlannedRun[], source: string): void {
  const names = new Set<string>();
  for (const { name } of runs) {
    if (names.has(name)) {
      const message = `must have different names for its settings: ${name} is there twice`;
      throw new ConfigError(source, [{ path: "", message }]);
    }
    names.add(name);
  }
}

/** What {@linkcode findBaseline} looks through. */
interface FindBaselineOptions {
  /** Of the table. */
  readonly rows: readonly PlannedSetting[];
  /** Of all tables. */
  readonly allRows: readonly PlannedSetting[];
  readonly source: string;
}

/**
 * Returns the row of a name: the table's own, else the only one of the other tables. Undefined if it
 * has none, and several others do. A name that no table has would leave out all comparisons in silence.
 */
function findBaseline(
  name: string,
  { rows, allRows, source }: FindBaselineOptions,
): PlannedSetting | undefined {
  const isNamed = ({ label }: PlannedSetting) => label === name;
  const own = rows.find(isNamed);
  if (own !== undefined) return own;
  const [first, ...others] = allRows.filter(isNamed);
  if (first !== undefined) return others.length === 0 ? first : undefined;
  const message = `must be names of rows: ${name} is none`;
  throw new ConfigError(source, [{ path: "baselines", message }]);
}

/** Puts the seed in place of `{seed}` in a text, such as the path of a run of the same seed. */
function withSeed({ path, value }: Override, seed: number): Override {
  const isText = typeof value === "string";
  return { path, value: isText ? value.replaceAll("{seed}", String(seed)) : value };
}

function overridesOf(set: Readonly<Record<string, unknown>>): Override[] {
  return Object.entries(set).map(([path, value]) => ({ path, value }));
}

/** Returns a text as part of the name of a run folder. */
export function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9_.]+/g, "-").replace(/^[-.]+|-+$/g, "");
}
