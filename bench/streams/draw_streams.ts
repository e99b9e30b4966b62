import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import type { StreamsReport } from "./streams_report.ts";
import { streamsTables } from "./streams_tables.ts";

/** Markers of the tables: `<!-- streams tables -->` and `<!-- /streams tables -->`. */
const SECTION = "streams tables";

/** The page with the tables of the results. */
const PAGE = new URL("../../docs/operators.md", import.meta.url);

/**
 * Writes the tables into the marked section of docs/operators.md.
 *
 * @returns The path of the page, relative to the project.
 */
export async function drawStreams(report: StreamsReport): Promise<string> {
  return await writeSectionOf(PAGE, SECTION, streamsTables(report));
}

/** Returns the tables of docs/operators.md; undefined if the page has no section for them. */
export async function drawnStreamsTables(): Promise<string | undefined> {
  return await readSectionOf(PAGE, SECTION);
}
