/**
 * Writes the tables of docs/results.md from the results in docs/results.
 *
 * @module
 */
import { ROOT } from "../_sources.ts";
import { RESULTS_PAGE, resultsPage } from "./_results_page.ts";

if (import.meta.main) await Deno.writeTextFile(ROOT + RESULTS_PAGE, await resultsPage());
