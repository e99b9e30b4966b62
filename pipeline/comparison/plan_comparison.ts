import type { Override } from "../config/config.ts";
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
 * @throws {ConfigError} If the configuration cannot be used.
 */
export async function planComparison(options: ComparisonOptions): Promise<SweepPlan> {
  const { name, config, methods, seeds, overrides } = options;
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
