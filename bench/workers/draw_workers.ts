import { readSectionOf, writeSectionOf } from "../_marked_section.ts";
import { scaleTables } from "./scale_table.ts";
import type { WorkersReport } from "./workers_report.ts";
import { workersTables } from "./workers_table.ts";

/** Markers of the sections, such as `<!-- measured workers -->` and `<!-- /measured workers -->`. */
const SECTIONS: Readonly<Record<string, (report: WorkersReport) => string>> = {
  "measured workers": workersTables,
  "predicted workers": scaleTables,
};

const PAGE = new URL("../../docs/scale-out.md", import.meta.url);

/** Returns the content of the page's sections, by their names. */
export function workersSections(report: WorkersReport): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(SECTIONS).map(([name, write]) => [name, write(report)]),
  );
}

/**
 * Writes the tables into the marked sections of docs/scale-out.md.
 *
 * @returns The path of the page, relative to the project.
 */
export async function drawWorkers(report: WorkersReport): Promise<string> {
  let path = "";
  for (const [name, content] of Object.entries(workersSections(report))) {
    path = await writeSectionOf(PAGE, name, content);
  }
  return path;
}

/** Returns the sections of docs/scale-out.md; undefined for one that it does not have. */
export async function drawnWorkers(): Promise<Readonly<Record<string, string | undefined>>> {
  const names = Object.keys(SECTIONS);
  const contents = await Promise.all(names.map((name) => readSectionOf(PAGE, name)));
  return Object.fromEntries(names.map((name, index) => [name, contents[index]]));
}
