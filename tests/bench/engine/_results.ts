import type { EngineResults, EngineRow, Series } from "../../../bench/engine/results.ts";

/** Measurements with a median and a memory. */
function series<Name extends string>(name: Name, median: number, gibibytes: number): Series<Name> {
  return {
    name,
    version: "1",
    first: 1,
    seconds: [median],
    median,
    losses: [1, 0.5],
    memory: gibibytes * 2 ** 30,
  };
}

const ROW = { row: "a", title: "Small network", measured: "2026-01-02" } as const;

/**
 * A row beside PyTorch in both precisions, in bf16 slower than it, and a row that was run alone.
 */
export const ROWS: readonly EngineRow[] = [
  {
    ...ROW,
    precision: "float32",
    ours: series("ours", 0.1, 1),
    cost: { flop: 12e9, peakFlopPerSecond: 240e9 },
    pytorch: [series("eager", 0.3, 2), series("compile", 0.2, 3)],
    ratio: 2,
  },
  {
    ...ROW,
    precision: "bf16",
    ours: series("ours", 0.4, 1),
    pytorch: [series("channels_last", 0.2, 1.5)],
    ratio: 0.5,
  },
  {
    ...ROW,
    row: "b",
    title: "Large <network>",
    precision: "float32",
    ours: series("ours", 12.3456, 10),
    pytorch: [],
    ratio: null,
  },
];

export const RESULTS: EngineResults = {
  hardware: "a processor, 2 cores",
  threads: 2,
  deno: "1",
  rows: ROWS,
};
