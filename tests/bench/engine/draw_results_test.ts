import assert from "node:assert/strict";
import {
  CHART,
  PAGES,
  readPage,
  SECTIONS,
  sectionsOf,
} from "../../../bench/engine/draw_results.ts";
import { readEngineResults } from "../../../bench/engine/results.ts";
import { speedChart } from "../../../bench/engine/speed_chart.ts";

const AGAIN = "draw it again by `deno task bench chart`";

Deno.test("the chart in docs/images/ is drawn from bench/results/engine.json", async () => {
  const drawn = speedChart(await readEngineResults());
  assert.equal(await Deno.readTextFile(CHART), drawn, AGAIN);
});

Deno.test("the speed tables of the pages are those of bench/results/engine.json", async () => {
  const results = await readEngineResults();
  const found: string[] = [];
  for (const url of PAGES) {
    for (const [name, content] of sectionsOf(await readPage(url))) {
      found.push(name);
      assert.equal(content, SECTIONS[name]!(results), `${url.pathname}: ${name}: ${AGAIN}`);
    }
  }
  const hasSpeedPage = await readPage(PAGES[1]!) !== "";
  assert.ok(!hasSpeedPage || found.includes("speed table"), "no page has a speed table");
});

Deno.test("readPage() is empty for a page that does not exist", async () => {
  assert.equal(await readPage(new URL("missing.md", import.meta.url)), "");
});
