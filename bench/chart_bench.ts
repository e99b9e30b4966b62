import { readReport } from "./_report.ts";
import { drawResults } from "./engine/draw_results.ts";
import { readEngineResults } from "./engine/results.ts";
import { speedTable } from "./engine/speed_table.ts";
import { drawLoading } from "./loading/draw_loading.ts";
import type { LoadingReport } from "./loading/loading_report.ts";
import { drawMethods, type MethodsReport } from "./methods/draw_methods.ts";
import { drawWorkers } from "./workers/draw_workers.ts";
import type { WorkersReport } from "./workers/workers_report.ts";
import { drawStreams } from "./streams/draw_streams.ts";
import type { StreamsReport } from "./streams/streams_report.ts";

/**
 * Draws the chart and the tables of the pages again from bench/results/, without measuring
 * anything.
 */
export async function bench(): Promise<void> {
  const results = await readEngineResults();
  console.log(speedTable(results));
  const paths = [
    ...await drawResults(results),
    await drawLoading(await readReport<LoadingReport>("loading")),
    await drawMethods(await readReport<MethodsReport>("methods")),
    await drawStreams(await readReport<StreamsReport>("streams")),
    await drawWorkers(await readReport<WorkersReport>("workers")),
  ];
  for (const path of paths) console.log(`wrote ${path}`);
}
