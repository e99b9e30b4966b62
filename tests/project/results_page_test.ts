import assert from "node:assert/strict";
import { readSource } from "../_sources.ts";
import { RESULTS_PAGES, resultsPage } from "./_results_page.ts";

for (const path of RESULTS_PAGES) {
  Deno.test(`${path} shows the committed results; if not: deno task docs:results`, async () => {
    const page = readSource(path);
    assert.match(page, /^<!-- ucf101_24_labels five( scores)? -->$/m);
    const { text, figures } = await resultsPage(path);
    assert.equal(page, text);
    for (const [file, svg] of Object.entries(figures)) assert.equal(readSource(file), svg, file);
  });
}
