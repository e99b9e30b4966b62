import { drawResults } from "./engine/draw_results.ts";
import { readEngineResults } from "./engine/results.ts";
import { speedTable } from "./engine/speed_table.ts";
import { drawLoading } from "./loading/draw_loading.ts";
import { readLoadingReport } from "./loading/loading_report.ts";
import { drawMethods, readMethodsReport } from "./methods/draw_methods.ts";
import { drawWorkers } from "./workers/draw_workers.ts";
import { readWorkersReport } from "./workers/workers_report.ts";
import { drawStreams, readStreamsReport } from "./streams/draw_streams.ts";

/**
 * Draws the chart and the tables of the pages again from bench/results/, without measuring
 * anything.
 */
export async function bench(): Promise<void> {
  const results = await readEngineResults();
  console.log(speedTable(results));
  const paths = [
    ...await drawResults(results),
    await drawLoading(await readLoadingReport()),
    await drawMethods(await readMethodsReport()),
    await drawStreams(await readStreamsReport()),
    await drawWorkers(await readWorkersReport()),
  ];
  for (const path of paths) console.log(`wrote ${path}`);
}
