import { formatTable, type Table } from "../../pipeline/terminal/format_table.ts";
import { ASSUMED, linkBytesPerSec, measuredInputs } from "./measured_inputs.ts";
import { predictScale, type ScaleInputs } from "./scale_model.ts";
import { findSetup, linkNames, measuresOf } from "./setup_measures.ts";
import { wrapped } from "../_wrapped.ts";
import type { WorkersReport, WorkersRow } from "./workers_report.ts";

/** Numbers of workers and links in Gbit/s to predict. */
export interface ScaleExtent {
  readonly workers: readonly number[];
  readonly linksGbit: readonly number[];
}

/** What the page shows. */
export const EXTENT: ScaleExtent = { workers: [8, 64, 512], linksGbit: [25, 100, 400] };

/** The page's second device: how much faster than here it computes, its clips, cores beside it. */
const FAST_DEVICE = { times: 200, clips: 44, cores: 16 } as const;

/** Returns header and cells of a table of predictions. */
export function scaleRows(inputs: ScaleInputs, { workers, linksGbit }: ScaleExtent): Table {
  return {
    header: [
      "workers",
      "link, Gbit/s",
      "clips/s",
      "efficiency, %",
      "step, ms",
      "exchange alone, ms",
      "clips a step",
      "limits",
    ],
    rows: workers.flatMap((count) =>
      linksGbit.map((gbit) => {
        const linkBytesPerSec = gbit * 1e9 / 8;
        const prediction = predictScale({ ...inputs, linkBytesPerSec }, count);
        return [
          String(count),
          String(gbit),
          digits(prediction.clipsPerSec),
          (100 * prediction.efficiency).toFixed(0),
          milliseconds(prediction.stepSec),
          milliseconds(prediction.exchangeSec),
          String(prediction.batch),
          prediction.limits.join(", ") || "-",
        ];
      })
    ),
  };
}

/** Returns header and cells of a table of what was predicted for the measured links. */
export function checkRows(row: WorkersRow): Table | undefined {
  const inputs = measuredInputs(row);
  if (inputs === undefined) return undefined;
  const rows = linkNames().flatMap((name) => {
    const setup = findSetup(row, name);
    if (setup === undefined) return [];
    const link = { linkBytesPerSec: linkBytesPerSec(setup.link) };
    const prediction = predictScale({ ...inputs, ...link }, setup.processes);
    const measures = measuresOf(setup, row);
    const deviation = prediction.clipsPerSec / measures.clipsPerSec - 1;
    return [[
      name,
      digits(measures.clipsPerSec),
      digits(prediction.clipsPerSec),
      `${deviation < 0 ? "" : "+"}${(100 * deviation).toFixed(0)}`,
      measures.exchangeSec === null ? "-" : milliseconds(measures.exchangeSec),
      milliseconds(prediction.exchangeSec),
    ]];
  });
  return {
    header: [
      `(${row.row})`,
      "clips/s, measured",
      "predicted",
      "deviation, %",
      "exchange alone, ms, measured",
      "predicted",
    ],
    rows,
  };
}

/** Formats the model's tables as the Markdown of docs/scale-out.md. */
export function scaleTables({ rows }: WorkersReport): string {
  const checks = rows.flatMap((row) => {
    const table = checkRows(row);
    return table === undefined ? [] : [formatTable(table, { markdown: true })];
  });
  return [...checks, ...predictionsOf(rows[0]!)].join("\n\n");
}

/** The tables of what the first row's workers would do as many. */
function predictionsOf(row: WorkersRow): string[] {
  const measured = measuredInputs(row);
  if (measured === undefined) return [];
  const here: ScaleInputs = { ...measured, ...ASSUMED };
  const fast: ScaleInputs = {
    ...here,
    computeSecPerClip: here.computeSecPerClip / FAST_DEVICE.times,
    clipsPerWorker: FAST_DEVICE.clips,
    isProcessor: false,
    cores: FAST_DEVICE.cores,
  };
  const decoded = (1000 * ASSUMED.decodeSecPerClip).toFixed(0);
  return [
    wrapped(
      `Predicted for row (${row.row}), workers of one core as here, which also decodes ` +
        `(${decoded} ms a clip):`,
    ),
    formatTable(scaleRows(here, EXTENT), { markdown: true }),
    wrapped(
      `Predicted for devices that compute ${FAST_DEVICE.times} times as fast, an assumption, each on ` +
        `${FAST_DEVICE.clips} clips, with ${FAST_DEVICE.cores} cores of this kind beside it, which ` +
        `decode and send:`,
    ),
    formatTable(scaleRows(fast, EXTENT), { markdown: true }),
  ];
}

function milliseconds(seconds: number): string {
  return digits(1000 * seconds);
}

/** Formats a number with three significant digits, without an exponent. */
function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
