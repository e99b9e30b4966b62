import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { MetricsFile } from "../../../pipeline/run/metrics_file.ts";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import type { TrainResults } from "../../../pipeline/run/results.ts";
import type { RunFolder } from "../../../pipeline/run/run_folder.ts";
import type { RunPart } from "../../../pipeline/run/run_record.ts";

/** What a run's folder holds. */
export interface TrainedRun {
  /** Steps of its configuration. */
  readonly steps?: number;
  /** Further fields of its configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Parts of its record; it has no record if omitted. */
  readonly parts?: readonly Partial<RunPart>[];
  readonly metrics?: readonly MetricsLine[];
  /** Top-1 over its test videos by who answers; it has no results if omitted. */
  readonly test?: Readonly<Record<string, number>>;
}

const PART: RunPart = {
  state: "finished",
  command: "deno task train",
  folder: "/home/user",
  startedAt: "2026-01-01T10:00:00.000Z",
  endedAt: "2026-01-01T10:03:00.000Z",
  program: { version: "0.1.0", commit: null, modified: null },
  deno: "2.9.6",
  libraries: { tensorflow: "2.21.0", device: "cpu", ffmpeg: "7" },
  host: { system: "linux x86_64", processor: "a processor", threads: 2, memoryBytes: 2 ** 34 },
};

/** Makes a run as training leaves it, and holds it. */
export async function trainedRun(
  root: string,
  name: string,
  { steps = 10, config = {}, parts, metrics = [], test }: TrainedRun = {},
): Promise<RunFolder> {
  const run = createRunFolder(name, { root });
  await run.writeConfig({
    data: { source: "motion" },
    method: { name: "cmpl" },
    schedule: { steps },
    ...config,
  });
  await run.writeSplit({ labeled: 2, unlabeled: 6 });
  if (parts !== undefined) {
    await run.writeRecord({ parts: parts.map((part) => ({ ...PART, ...part })) });
  }
  using file = await MetricsFile.open(run.metrics, 0);
  for (const line of metrics) file.append(line);
  if (test !== undefined) await run.writeResults(resultsOf(test));
  return run;
}

function resultsOf(test: Readonly<Record<string, number>>): TrainResults {
  const scores = Object.entries(test).map(([who, top1]) => {
    return [who, { videos: 10, top1, top5: 1, perClass: [top1], confusion: [[10]] }] as const;
  });
  return {
    classes: ["a"],
    scores: Object.fromEntries(scores),
    run: { seconds: 120, waitingShare: 0, peakResidentBytes: 1 },
  };
}
