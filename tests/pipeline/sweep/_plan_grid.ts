import { join } from "node:path";
import { planSweep, type SweepPlan } from "../../../pipeline/sweep/plan_sweep.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** The shape of the paper's grid, of two values each. */
export const PAPER_GRID = {
  config: "kinetics400_1pct_actnetformer",
  seeds: [1, 2],
  figures: { delta: [0.7, 0.8], ratio: [1, 5], gamma: [1, 2], beta: [2, 4] },
  tables: { pairs: [{ name: "R50 + R18", set: { auxiliary: "slow_r18" } }] },
};

/**
 * Plans a grid.
 *
 * @param grid What its file holds.
 * @param files Files beside it, by name.
 */
export async function planGrid(
  grid: unknown,
  files: Readonly<Record<string, unknown>> = {},
): Promise<SweepPlan> {
  return await withFolder(async (folder) => {
    for (const [name, value] of Object.entries({ ...files, "grid.json": grid })) {
      await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
    }
    return await planSweep(join(folder, "grid.json"), "s");
  });
}
