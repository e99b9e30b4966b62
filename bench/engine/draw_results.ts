import { writeText } from "../_report.ts";
import { readMarkedSection, replaceMarkedSection } from "./marked_section.ts";
import type { EngineResults } from "./results.ts";
import { speedChart } from "./speed_chart.ts";
import { speedTable } from "./speed_table.ts";
import { speedVariantsTable } from "./speed_variants_table.ts";

/** Markers of the table: `<!-- speed table -->` and `<!-- /speed table -->`. */
const SECTION = "speed table";

/** A page with a table of the engine's results. */
export interface SpeedPage {
  readonly url: URL;
  /** Draws the table of this page. */
  readonly draw: (results: EngineResults) => string;
}

/** The README has the short table, docs/speed.md the one with all variants of PyTorch. */
export const PAGES: readonly SpeedPage[] = [
  { url: new URL("../../README.md", import.meta.url), draw: speedTable },
  { url: new URL("../../docs/speed.md", import.meta.url), draw: speedVariantsTable },
];

/** The picture of the results. */
export const CHART = new URL("../../docs/images/speed.svg", import.meta.url);

/**
 * Writes the chart, and the tables into the marked sections of the pages that have one.
 *
 * @returns The paths of the files written, relative to the project.
 */
export async function drawResults(results: EngineResults): Promise<string[]> {
  await writeText(CHART, speedChart(results));
  const written = [CHART];
  for (const { url, draw } of PAGES) {
    const page = await Deno.readTextFile(url);
    const drawn = replaceMarkedSection(page, SECTION, draw(results));
    if (drawn === page) continue;
    await writeText(url, drawn);
    written.push(url);
  }
  const root = new URL("../..", import.meta.url);
  return written.map(({ pathname }) => pathname.slice(root.pathname.length));
}

/** Returns the table that is in a page; undefined if the page has no section for it. */
export async function tableOf({ url }: SpeedPage): Promise<string | undefined> {
  return readMarkedSection(await Deno.readTextFile(url), SECTION);
}
