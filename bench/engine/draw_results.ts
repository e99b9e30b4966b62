import { writeText } from "../_report.ts";
import { readMarkedSection, replaceMarkedSection } from "./marked_section.ts";
import type { EngineResults } from "./results.ts";
import { speedChart } from "./speed_chart.ts";
import { speedTable } from "./speed_table.ts";

/** Markers of the table: `<!-- speed table -->` and `<!-- /speed table -->`. */
const SECTION = "speed table";

/** The page with the table of the results. */
const PAGE = new URL("../../docs/speed.md", import.meta.url);

/** The picture of the results, which the README shows as well. */
export const CHART = new URL("../../docs/images/speed.svg", import.meta.url);

/**
 * Writes the chart, and the table into the marked section of docs/speed.md.
 *
 * @returns The paths of the files written, relative to the project.
 */
export async function drawResults(results: EngineResults): Promise<string[]> {
  await writeText(CHART, speedChart(results));
  const page = await Deno.readTextFile(PAGE);
  await writeText(PAGE, replaceMarkedSection(page, SECTION, speedTable(results)));
  const root = new URL("../..", import.meta.url);
  return [CHART, PAGE].map(({ pathname }) => pathname.slice(root.pathname.length));
}

/** Returns the table that is in docs/speed.md; undefined if the page has no section for it. */
export async function drawnTable(): Promise<string | undefined> {
  return readMarkedSection(await Deno.readTextFile(PAGE), SECTION);
}
