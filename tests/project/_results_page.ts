import { gridPath } from "../../pipeline/sweep/grid_path.ts";
import type { SweepResults } from "../../pipeline/sweep/collect_runs.ts";
import { planSweep } from "../../pipeline/sweep/plan_sweep.ts";
import { pseudoLabelTable } from "../../pipeline/sweep/pseudo_label_table.ts";
import { sweepTable } from "../../pipeline/sweep/sweep_table.ts";
import { replaceMarkedSection } from "../../bench/_marked_section.ts";
import { readSource, ROOT } from "../_sources.ts";

/** Paths of the pages with tables of results, relative to the root. */
export const RESULTS_PAGES = ["README.md", "docs/results.md"];

/**
 * The markers that open a section: the name of a grid, of one of its tables, and what is shown of it:
 * scores and costs, `scores` alone, or `pseudo-labels`.
 */
const SECTION = /^<!-- (?<grid>\w+) (?<table>\w+)(?: (?<what>scores|pseudo-labels))? -->$/gm;

/**
 * Returns a page with the table of each marked section drawn again, from the results in docs/results
 * and the grid that they are of.
 */
export async function resultsPage(path: string): Promise<string> {
  let page = readSource(path);
  for (const { groups } of page.matchAll(SECTION)) {
    const { grid, table, what } = groups as { grid: string; table: string; what?: string };
    const name = [grid, table, what].filter((word) => word !== undefined).join(" ");
    page = replaceMarkedSection(page, name, await tableOf(grid, table, what));
  }
  return page;
}

async function tableOf(grid: string, table: string, what: string | undefined): Promise<string> {
  const { tables } = await planSweep(gridPath(grid), grid);
  const planned = tables.find(({ name }) => name === table);
  if (planned === undefined) throw new Error(`The grid ${grid} has no table ${table}`);
  const { rows, baseline } = planned;
  const results: SweepResults = JSON.parse(
    await Deno.readTextFile(`${ROOT}docs/results/${grid}.json`),
  );
  return what === "pseudo-labels"
    ? pseudoLabelTable(rows, results)
    : sweepTable(rows, results, { baseline, withCosts: what === undefined });
}
