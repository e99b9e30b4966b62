/**
 * Writes the tables and figures of README.md and docs/results.md from the results in docs/results.
 *
 * @module
 */
import { ROOT } from "../_sources.ts";
import { RESULTS_PAGES, resultsPage } from "./_results_page.ts";

if (import.meta.main) {
  for (const path of RESULTS_PAGES) {
    const { text, figures } = await resultsPage(path);
    for (const [file, content] of Object.entries({ [path]: text, ...figures })) {
      await Deno.writeTextFile(ROOT + file, content);
    }
  }
}
