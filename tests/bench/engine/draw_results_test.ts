import assert from "node:assert/strict";
import { CHART, PAGES, tableOf } from "../../../bench/engine/draw_results.ts";
import { readEngineResults } from "../../../bench/engine/results.ts";
import { speedChart } from "../../../bench/engine/speed_chart.ts";

const AGAIN = "draw it again by `deno task bench chart`";

Deno.test("the chart in docs/images/ is drawn from bench/results/engine.json", async () => {
  const drawn = speedChart(await readEngineResults());
  assert.equal(await Deno.readTextFile(CHART), drawn, AGAIN);
});

Deno.test("the speed tables of the pages are those of bench/results/engine.json", async () => {
  const results = await readEngineResults();
  let tables = 0;
  for (const page of PAGES) {
    const table = await tableOf(page);
    if (table === undefined) continue;
    tables++;
    assert.equal(table, page.draw(results), `${page.url.pathname}: ${AGAIN}`);
  }
  assert.ok(tables > 0, "no page has a speed table");
});
