import { gridPath } from "../../pipeline/sweep/grid_path.ts";
import type { SweepResults } from "../../pipeline/sweep/collect_runs.ts";
import { planSweep } from "../../pipeline/sweep/plan_sweep.ts";
import { pseudoLabelTable } from "../../pipeline/sweep/pseudo_label_table.ts";
import { sweepTable } from "../../pipeline/sweep/sweep_table.ts";
import { replaceMarkedSection } from "../../bench/_marked_section.ts";
import { readSource, ROOT } from "../_sources.ts";

/** Path of the page, relative to the root. */
export const RESULTS_PAGE = "docs/results.md";

/**
 * The markers that open a section: the name of a grid, of one of its tables, and what is shown of it:
 * scores, or pseudo-labels.
 */
const SECTION = /^<!-- (?<grid>\w+) (?<table>\w+)(?<what> pseudo-labels)? -->$/gm;

/**
 * Returns the page with the table of each marked section drawn again, from the results in
 * docs/results and the grid that they are of.
 */
export async function resultsPage(): Promise<string> {
  let page = readSource(RESULTS_PAGE);
  for (const { groups } of page.matchAll(SECTION)) {
    const { grid, table, what = "" } = groups as { grid: string; table: string; what?: string };
    page = replaceMarkedSection(page, `${grid} ${table}${what}`, await tableOf(grid, table, what));
  }
  return page;
}

async function tableOf(grid: string, table: string, what: string): Promise<string> {
  const { tables } = await planSweep(gridPath(grid), grid);
  const planned = tables.find(({ name }) => name === table);
  if (planned === undefined) throw new Error(`The grid ${grid} has no table ${table}`);
  const results: SweepResults = JSON.parse(
    await Deno.readTextFile(`${ROOT}docs/results/${grid}.json`),
  );
  return what === ""
    ? sweepTable("setting", planned.rows, results, planned.baseline)
    : pseudoLabelTable(planned.rows, results);
}
