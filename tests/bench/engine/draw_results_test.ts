import assert from "node:assert/strict";
import { CHART, drawnTable } from "../../../bench/engine/draw_results.ts";
import { readEngineResults } from "../../../bench/engine/results.ts";
import { speedChart } from "../../../bench/engine/speed_chart.ts";
import { speedTable } from "../../../bench/engine/speed_table.ts";

const DRAW_AGAIN = "draw it again: deno task bench chart";

Deno.test("speedChart() of bench/results/engine.json is the chart in docs/images/", async () => {
  const chart = speedChart(await readEngineResults());
  assert.equal(await Deno.readTextFile(CHART), chart, DRAW_AGAIN);
});

Deno.test("speedTable() of bench/results/engine.json is the table in docs/speed.md", async () => {
  assert.equal(await drawnTable(), speedTable(await readEngineResults()), DRAW_AGAIN);
});
