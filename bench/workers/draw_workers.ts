import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import type { WorkersReport } from "./workers_report.ts";
import { workersTables } from "./workers_table.ts";

/** Markers of the tables: `<!-- measured workers -->` and `<!-- /measured workers -->`. */
const SECTION = "measured workers";

const PAGE = new URL("../../docs/scale-out.md", import.meta.url);

/** Returns the content of the page's section. */
export function workersSection(report: WorkersReport | undefined): string {
  return report === undefined ? "Not measured yet." : workersTables(report);
}

/**
 * Writes the tables into the marked section of docs/scale-out.md.
 *
 * @returns The path of the page, relative to the project.
 */
export async function drawWorkers(report: WorkersReport | undefined): Promise<string> {
  return await writeSectionOf(PAGE, SECTION, workersSection(report));
}

/** Returns the section of docs/scale-out.md; undefined if the page has none. */
export async function drawnWorkers(): Promise<string | undefined> {
  return await readSectionOf(PAGE, SECTION);
}
