/**
 * Writes the tables of README.md and docs/results.md from the results in docs/results.
 *
 * @module
 */
import { ROOT } from "../_sources.ts";
import { RESULTS_PAGES, resultsPage } from "./_results_page.ts";

if (import.meta.main) {
  for (const path of RESULTS_PAGES) await Deno.writeTextFile(ROOT + path, await resultsPage(path));
}
