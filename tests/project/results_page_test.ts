import assert from "node:assert/strict";
import { readSource } from "../_sources.ts";
import { RESULTS_PAGE, resultsPage } from "./_results_page.ts";

Deno.test(`${RESULTS_PAGE} shows the committed results; if not: deno task docs:results`, async () => {
  const page = readSource(RESULTS_PAGE);
  assert.match(page, /^<!-- motion_peers peers -->$/m);
  assert.equal(page, await resultsPage());
});
