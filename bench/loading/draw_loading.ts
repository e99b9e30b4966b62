import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import type { LoadingReport } from "./loading_report.ts";
import { loadingSection } from "./loading_table.ts";

/** Markers of the table: `<!-- loading -->` and `<!-- /loading -->`. */
const SECTION = "loading";

const PAGE = new URL("../../docs/speed.md", import.meta.url);

/**
 * Writes the table into the marked section of docs/speed.md.
 *
 * @returns The path of the page, relative to the project.
 */
export async function drawLoading(report: LoadingReport): Promise<string> {
  return await writeSectionOf(PAGE, SECTION, loadingSection(report));
}

/** Returns the content of the page's section; undefined if it has none. */
export async function drawnLoading(): Promise<string | undefined> {
  return await readSectionOf(PAGE, SECTION);
}
