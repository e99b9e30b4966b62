import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import { writeText } from "../_report.ts";
import type { EngineResults } from "./results.ts";
import { speedChart } from "./speed_chart.ts";
import { speedTable } from "./speed_table.ts";

/** Markers of the table: `<!-- speed table -->` and `<!-- /speed table -->`. */
const SECTION = "speed table";

/** The page with the table of the results. */
const PAGE = new URL("../../docs/speed.md", import.meta.url);

/** Path of the chart, relative to the project. */
const CHART_PATH = "docs/images/speed.svg";

/** The picture of the results, which the README shows as well. */
export const CHART: URL = new URL(`../../${CHART_PATH}`, import.meta.url);

/**
 * Writes the chart, and the table into the marked section of docs/speed.md.
 *
 * @returns The paths of the files written, relative to the project.
 */
export async function drawResults(results: EngineResults): Promise<string[]> {
  await writeText(CHART, speedChart(results));
  return [CHART_PATH, await writeSectionOf(PAGE, SECTION, speedTable(results))];
}

/** Returns the table that is in docs/speed.md; undefined if the page has no section for it. */
export async function drawnTable(): Promise<string | undefined> {
  return await readSectionOf(PAGE, SECTION);
}
