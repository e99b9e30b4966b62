import { drawResults } from "./engine/draw_results.ts";
import { readEngineResults } from "./engine/results.ts";
import { speedTable } from "./engine/speed_table.ts";

/** Draws the chart and the table of bench/results/engine.json again, without measuring anything. */
export async function bench(): Promise<void> {
  const results = await readEngineResults();
  console.log(speedTable(results));
  for (const path of await drawResults(results)) console.log(`wrote ${path}`);
}
