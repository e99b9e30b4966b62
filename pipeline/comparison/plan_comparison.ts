import type { Override } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import { planGrid, type SweepPlan } from "../sweep/plan_sweep.ts";

/** What {@linkcode planComparison} plans. */
export interface ComparisonOptions {
  /** Name of the comparison, with which the names of its runs start. */
  readonly name: string;
  /** Preset or file of the configuration. */
  readonly config: string;
  /** Names of the methods. */
  readonly methods: readonly string[];
  /** Number of seeds; each draws other labels, weights and views. */
  readonly seeds: number;
  /** Fields that are the same in all runs. */
  readonly overrides: readonly Override[];
}

/**
 * Plans the runs that compare methods: each method with the same data, steps and seeds.
 *
 * @throws {ConfigError} If the configuration cannot be used, or a method or a seed is given for all.
 */
export async function planComparison(options: ComparisonOptions): Promise<SweepPlan> {
  const { name, config, methods, seeds, overrides } = options;
  requireOwn(overrides);
  const grid = {
    about: `Comparison of ${methods.join(", ")}`,
    config,
    set: Object.fromEntries(overrides.map(({ path, value }) => [path, value])),
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    baselines: [],
    figures: {},
    tables: {
      methods: methods.map((method) => ({ name: method, set: { "method.name": method } })),
    },
  };
  return await planGrid(grid, { name, source: "the comparison" });
}

/** The fields that each run has for itself, and what names them. */
const OWN_FIELDS: ReadonlyMap<string, string> = new Map([
  ["seed", "--seeds is the number of seeds, which are 0, 1 and so on"],
  ["method.name", "--methods names the methods"],
]);

/** Refuses what each run has for itself: it would take the place of what is given, without a word. */
function requireOwn(overrides: readonly Override[]): void {
  const issues = overrides.flatMap(({ path }) => {
    const option = OWN_FIELDS.get(path);
    return option === undefined ? [] : [{ path: "", message: `must leave out ${path}: ${option}` }];
  });
  if (issues.length > 0) throw new ConfigError("--set", issues);
}
