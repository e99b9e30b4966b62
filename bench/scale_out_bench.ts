import { parseArgs } from "node:util";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { BUCKET_BYTES } from "../runtime/ops/mod.ts";
import { readReport } from "./_report.ts";
import { ASSUMED, measuredInputs } from "./workers/measured_inputs.ts";
import type { ScaleInputs } from "./workers/scale_model.ts";
import { EXTENT, scaleRows } from "./workers/scale_table.ts";
import type { WorkersReport } from "./workers/workers_report.ts";

/** An option with one number: what it is a multiple of, and what it is without the option. */
interface NumberOption {
  readonly unit: number;
  readonly fallback: number | undefined;
}

/**
 * Predicts what many workers would do, by numbers of one's own. Measures nothing.
 *
 * Options: `--compute-ms N` (of a clip), `--clips N` (of a worker's part of a step),
 * `--gradient-megabytes N` (as sent: half in bf16), `--bucket-mib N`, `--latency-us N`,
 * `--host-gigabytes N` (that a worker's processor can send a second), `--message-us N` (of its work
 * for a message), `--overlap SHARE` (of the computing time), `--decode-ms N` (of a clip on one core),
 * `--cores N` (of a worker), `--largest-batch N`, `--device cpu|gpu`, `--workers 8,64,512`,
 * `--link-gbit 25,100,400`. What is not given is as measured in bench/results/workers.json, row (c).
 */
export async function bench(): Promise<void> {
  const { rows } = await readReport<WorkersReport>("workers");
  const measured = rows[0] && measuredInputs(rows[0]);
  const options = numberOptions(measured);
  const { values } = parseArgs({
    args: Deno.args.slice(1),
    options: {
      ...Object.fromEntries(
        Object.keys(options).map((name) => [name, { type: "string" }] as const),
      ),
      device: { type: "string", default: "gpu" },
      workers: { type: "string", default: EXTENT.workers.join() },
      "link-gbit": { type: "string", default: EXTENT.linksGbit.join() },
    },
  });
  const given: Readonly<Record<string, unknown>> = values;
  const read = (name: string) => numberOf(name, given[name], options[name]!);
  const inputs: ScaleInputs = {
    computeSecPerClip: read("compute-ms"),
    clipsPerWorker: read("clips"),
    gradientBytes: read("gradient-megabytes"),
    bucketBytes: read("bucket-mib"),
    linkBytesPerSec: Infinity,
    latencySec: read("latency-us"),
    hostBytesPerSec: read("host-gigabytes"),
    messageSec: read("message-us"),
    overlap: read("overlap"),
    isProcessor: values.device === "cpu",
    decodeSecPerClip: read("decode-ms"),
    cores: read("cores"),
    largestBatch: read("largest-batch"),
  };
  console.log(
    formatTable(scaleRows(inputs, {
      workers: numbersOf("workers", values.workers),
      linksGbit: numbersOf("link-gbit", values["link-gbit"]),
    })),
  );
}

function numberOptions(measured: ScaleInputs | undefined): Readonly<Record<string, NumberOption>> {
  return {
    "compute-ms": { unit: 1e-3, fallback: measured?.computeSecPerClip },
    clips: { unit: 1, fallback: measured?.clipsPerWorker },
    "gradient-megabytes": { unit: 1e6, fallback: measured?.gradientBytes },
    "bucket-mib": { unit: 2 ** 20, fallback: BUCKET_BYTES },
    "latency-us": { unit: 1e-6, fallback: ASSUMED.latencySec },
    "host-gigabytes": { unit: 1e9, fallback: measured?.hostBytesPerSec },
    "message-us": { unit: 1e-6, fallback: measured?.messageSec },
    overlap: { unit: 1, fallback: ASSUMED.overlap },
    "decode-ms": { unit: 1e-3, fallback: ASSUMED.decodeSecPerClip },
    cores: { unit: 1, fallback: 8 },
    "largest-batch": { unit: 1, fallback: ASSUMED.largestBatch },
  };
}

function numberOf(name: string, text: unknown, { unit, fallback }: NumberOption): number {
  if (text === undefined && fallback !== undefined) return fallback;
  const value = Number(text);
  if (text !== undefined && value >= 0 && Number.isFinite(value)) return value * unit;
  throw new RangeError(
    `Cannot predict as '--${name}' must be a number from 0 on: current value is ${text ?? "none"}`,
  );
}

function numbersOf(name: string, text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (numbers.every((value) => value >= 1 && Number.isFinite(value))) return numbers;
  throw new RangeError(
    `Cannot predict as '--${name}' must be numbers from 1 on, with commas between them: ` +
      `current value is ${text}`,
  );
}
