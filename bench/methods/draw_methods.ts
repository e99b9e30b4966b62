import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import type { Setting } from "../_report.ts";
import { type MethodRow, methodsTable } from "./methods_table.ts";

/** Markers of the table: `<!-- costs of methods -->` and `<!-- /costs of methods -->`. */
const SECTION = "costs of methods";

/** The page with the table of the results. */
const PAGE = new URL("../../docs/methods.md", import.meta.url);

/** The content of bench/results/methods.json. */
export interface MethodsReport extends Setting {
  readonly threads: number;
  readonly rows: readonly MethodRow[];
}

/**
 * Writes the table into the marked section of docs/methods.md.
 *
 * @returns The path of the page, relative to the project.
 */
export async function drawMethods({ rows }: MethodsReport): Promise<string> {
  return await writeSectionOf(PAGE, SECTION, methodsTable(rows));
}

/** Returns the table of docs/methods.md; undefined if the page has no section for it. */
export async function drawnMethodsTable(): Promise<string | undefined> {
  return await readSectionOf(PAGE, SECTION);
}
