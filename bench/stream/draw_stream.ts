import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import { reportUrl } from "../_report.ts";
import { type StreamRow, streamTable } from "./stream_table.ts";

/** Markers of the table: `<!-- stream table -->` and `<!-- /stream table -->`. */
const SECTION = "stream table";

/** The page with the table of the results. */
const PAGE = new URL("../../docs/operators.md", import.meta.url);

/** Reads the measurements of bench/results/stream.json. */
export async function readStreamRows(): Promise<readonly StreamRow[]> {
  return JSON.parse(await Deno.readTextFile(reportUrl("stream"))).rows;
}

/**
 * Writes the table into the marked section of docs/operators.md.
 *
 * @returns The path of the page, relative to the project.
 */
export async function drawStream(rows: readonly StreamRow[]): Promise<string> {
  return await writeSectionOf(PAGE, SECTION, streamTable(rows));
}

/** Returns the table that is in docs/operators.md; undefined if the page has no section for it. */
export async function drawnStreamTable(): Promise<string | undefined> {
  return await readSectionOf(PAGE, SECTION);
}
