import { gridPath } from "../../pipeline/sweep/grid_path.ts";
import type { SweepResults } from "../../pipeline/sweep/collect_runs.ts";
import { type PlannedTable, planSweep } from "../../pipeline/sweep/plan_sweep.ts";
import { drawPseudoLabels } from "../../pipeline/sweep/draw_pseudo_labels.ts";
import { pseudoLabelCourses } from "../../pipeline/sweep/pseudo_label_courses.ts";
import { pseudoLabelTable } from "../../pipeline/sweep/pseudo_label_table.ts";
import { sweepTable } from "../../pipeline/sweep/sweep_table.ts";
import { replaceMarkedSection } from "../../bench/_marked_section.ts";
import { readSource, ROOT } from "../_sources.ts";

/** Paths of the pages with tables of results, relative to the root. */
export const RESULTS_PAGES = ["README.md", "docs/results.md"];

/**
 * The markers that open a section: the name of a grid, of one of its tables, and what is shown of it:
 * scores and costs, `scores` alone, `pseudo-labels`, or their `courses` as a figure.
 */
const SECTION =
  /^<!-- (?<grid>\w+) (?<table>\w+)(?: (?<what>scores|pseudo-labels|courses))? -->$/gm;

/** A page, and the figures that it shows. */
export interface ResultsPage {
  readonly text: string;
  /** SVG by path, relative to the root. */
  readonly figures: Readonly<Record<string, string>>;
}

/**
 * Returns a page with the table or figure of each marked section drawn again, from the results in
 * docs/results and the grid that they are of.
 */
export async function resultsPage(path: string): Promise<ResultsPage> {
  let text = readSource(path);
  const figures: Record<string, string> = {};
  for (const { groups } of text.matchAll(SECTION)) {
    const { grid, table, what } = groups as { grid: string; table: string; what?: string };
    const { rows, baselines } = await findTable(grid, table);
    const results: SweepResults = JSON.parse(
      await Deno.readTextFile(`${ROOT}docs/results/${grid}.json`),
    );
    const name = [grid, table, what].filter((word) => word !== undefined).join(" ");
    const show = (content: string) => text = replaceMarkedSection(text, name, content);
    if (what === "pseudo-labels") show(pseudoLabelTable(pseudoLabelCourses(rows, results)));
    else if (what === "courses") {
      const file = `images/pseudo_labels_${grid}_${table}.svg`;
      const title = `Pseudo-labels of ${grid}: ${table}`;
      show(`![${title}](${file})`);
      figures[`docs/${file}`] = drawPseudoLabels(pseudoLabelCourses(rows, results), title);
    } else show(sweepTable(rows, results, { baselines, withCosts: what === undefined }));
  }
  return { text, figures };
}

async function findTable(grid: string, table: string): Promise<PlannedTable> {
  const { tables } = await planSweep(gridPath(grid), grid);
  const planned = tables.find(({ name }) => name === table);
  if (planned === undefined) throw new Error(`The grid ${grid} has no table ${table}`);
  return planned;
}
