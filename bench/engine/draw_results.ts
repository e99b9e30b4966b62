import { writeText } from "../_report.ts";
import { readMarkedSection, replaceMarkedSection } from "./marked_section.ts";
import type { EngineResults } from "./results.ts";
import { speedChart } from "./speed_chart.ts";
import { speedTable } from "./speed_table.ts";
import { speedVariantsTable } from "./speed_variants_table.ts";

/** The sections that are drawn from the engine's results, by the name of their markers. */
export const SECTIONS: Readonly<Record<string, (results: EngineResults) => string>> = {
  "speed table": speedTable,
  "speed variants table": speedVariantsTable,
};

/** The pages that may hold these sections. */
export const PAGES: readonly URL[] = [
  new URL("../../README.md", import.meta.url),
  new URL("../../docs/speed.md", import.meta.url),
];

/** The picture of the results. */
export const CHART = new URL("../../docs/images/speed.svg", import.meta.url);

/**
 * Writes the chart, and the tables into their marked sections of the README and docs/speed.md.
 *
 * @returns The paths of what was written, relative to the project.
 */
export async function drawResults(results: EngineResults): Promise<string[]> {
  await writeText(CHART, speedChart(results));
  const written = [CHART];
  for (const url of PAGES) {
    const page = await readPage(url);
    let drawn = page;
    for (const [name, draw] of Object.entries(SECTIONS)) {
      drawn = replaceMarkedSection(drawn, name, draw(results));
    }
    if (drawn === page) continue;
    await writeText(url, drawn);
    written.push(url);
  }
  const root = new URL("../..", import.meta.url);
  return written.map(({ pathname }) => pathname.slice(root.pathname.length));
}

/** The content of the sections that a page has, by name. */
export function sectionsOf(page: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const name of Object.keys(SECTIONS)) {
    const content = readMarkedSection(page, name);
    if (content !== undefined) sections.set(name, content);
  }
  return sections;
}

/** The text of a page; empty if there is no such page. */
export async function readPage(url: URL): Promise<string> {
  try {
    return await Deno.readTextFile(url);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
