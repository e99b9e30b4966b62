import { isRecord } from "../config/is_record.ts";
import type { MetricsLine } from "../run/metrics_line.ts";
import type { SeriesAnswer, SeriesColumn, SeriesTable } from "./api.ts";
import { type Bucket, type BucketOptions, bucketRows } from "./bucket_rows.ts";
import { MetricsTail } from "./metrics_tail.ts";
import type { NumberColumn } from "./number_column.ts";
import { NumberTable } from "./number_table.ts";
import { summarizeValues } from "./summarize_values.ts";

/** What a line is about. */
type LineKind = MetricsLine["kind"];

/** What a decoder puts in the position of bytes that are not text. The metrics hold none. */
const REPLACEMENT = "\uFFFD";

/** Number of pseudo-labels of a network that are right, and of those that were judged. */
const RIGHT = /^(gate\..+)\.right$/;
const JUDGED = /^gate\..+\.judged$/;

/** An element of a network's list of clips by confidence. */
const HISTOGRAM = /^gate\.(.+)\.histogram\.(\d+)$/;

/** Counts the files that were read, and those that were read again as they had changed. */
let generations = 0;

/**
 * The numbers of a run's metrics, in memory: what the file has gained is read when it is asked for.
 * A hundred thousand steps take 40 MB.
 */
export class RunSeries {
  readonly #tail: MetricsTail;
  #tables = newTables();
  #generation = ++generations;
  #damage: string | undefined;
  #damagedLines = 0;
  #update: Promise<void> | undefined;

  /** @param path The metrics; there may be none yet. */
  constructor(path: string) {
    this.#tail = new MetricsTail(path, {
      onLine: (text, line) => this.#addLine(text, line),
      onReset: () => this.#reset(),
    });
  }

  /**
   * Returns the numbers of some steps.
   *
   * @throws {RangeError} If the file is not one of lines.
   */
  async answer(options: BucketOptions): Promise<SeriesAnswer> {
    await this.update();
    const { step, validation, costs, evaluation } = this.#tables;
    const buckets = bucketRows(step, options);
    return {
      generation: this.#generation,
      firstStep: step.rows === 0 ? 0 : step.stepOf(0),
      lastStep: step.rows === 0 ? 0 : step.stepOf(step.rows - 1),
      steps: tableOf(step, buckets),
      validation: tableOf(validation, bucketRows(validation, options)),
      costs: tableOf(costs, bucketRows(costs, options)),
      evaluation: tableOf(evaluation, bucketRows(evaluation, options)),
      confidence: histogramsOf(step, buckets),
      problem: this.#problem,
    };
  }

  /** Reads what the file has gained; those who ask meanwhile wait for the same. */
  async update(): Promise<void> {
    this.#update ??= this.#tail.update().finally(() => {
      this.#update = undefined;
    });
    await this.#update;
  }

  get #problem(): string | null {
    if (this.#damage !== undefined) {
      const others = this.#damagedLines - 1;
      const more = others === 0 ? "" : `, and ${others} more`;
      return `Not shown of metrics.jsonl: ${this.#damage}${more}`;
    }
    const isFull = Object.values(this.#tables).some((table) => table.isFull);
    return isFull ? "Not shown of metrics.jsonl: some numbers, as they have too many names" : null;
  }

  #reset(): void {
    this.#tables = newTables();
    this.#generation = ++generations;
    this.#damage = undefined;
    this.#damagedLines = 0;
  }

  #addLine(text: string, line: number): void {
    try {
      const { kind, step, fields } = readLine(text);
      this.#tables[kind].add(step, fields);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
      this.#damage ??= `line ${line} (${error.message})`;
      this.#damagedLines++;
    }
  }
}

function newTables(): Readonly<Record<LineKind, NumberTable>> {
  return {
    step: new NumberTable(),
    validation: new NumberTable(),
    costs: new NumberTable(),
    evaluation: new NumberTable(),
  };
}

/** A line of the metrics. */
interface ReadLine {
  readonly kind: LineKind;
  readonly step: number;
  /** What has numbers. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads a line without looking at each of its fields, which takes ten times as long: what is not a
 * number is not shown.
 *
 * @throws {SyntaxError} If it is not JSON.
 * @throws {RangeError} If it is not about steps.
 */
function readLine(text: string): ReadLine {
  const value: unknown = JSON.parse(text);
  if (text.includes(REPLACEMENT)) throw new RangeError("it must be text in UTF-8: it is not");
  if (!isRecord(value)) throw new RangeError("it must be an object: it is not");
  const { kind, step, ...fields } = value;
  if (typeof step !== "number" || !Number.isSafeInteger(step) || step < 0) {
    throw new RangeError("its step must be a whole number: it is not");
  }
  if (kind === "step" || kind === "costs") return { kind, step, fields };
  if (kind !== "validation" && kind !== "evaluation") {
    throw new RangeError("its kind must be one that is known: it is not");
  }
  return { kind, step, fields: isRecord(fields.scores) ? fields.scores : {} };
}

/** The numbers of the buckets, without those that only others are made of. */
function tableOf(table: NumberTable, buckets: readonly Bucket[]): SeriesTable {
  const columns: [string, SeriesColumn][] = [];
  for (const [name, column] of table.columns) {
    if (JUDGED.test(name) || HISTOGRAM.test(name)) continue;
    columns.push([name, summarizeColumn(table, buckets, { name, column })]);
  }
  return {
    from: buckets.map(({ start }) => table.stepOf(start)),
    to: buckets.map(({ end }) => table.stepOf(end - 1)),
    columns: Object.fromEntries(columns),
  };
}

function summarizeColumn(
  table: NumberTable,
  buckets: readonly Bucket[],
  { name, column }: { readonly name: string; readonly column: NumberColumn },
): SeriesColumn {
  const network = RIGHT.exec(name)?.[1];
  const judged = table.columns.get(`${network}.judged`);
  if (network === undefined || judged === undefined) {
    return summarizeValues(buckets, (row) => column.at(row));
  }
  const shares = summarizeValues(buckets, (row) => shareOf(column.at(row), judged.at(row)));
  const rights = sumValues(buckets, column);
  // A step in which more was judged counts more.
  const mean = sumValues(buckets, judged).map((count, index) => {
    const share = shareOf(rights[index] ?? 0, count);
    return Number.isNaN(share) ? null : share;
  });
  return { ...shares, mean };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole;
}

/** The clips by confidence in each bucket, by network. */
function histogramsOf(table: NumberTable, buckets: readonly Bucket[]): SeriesAnswer["confidence"] {
  const bins = new Map<string, number[][]>();
  for (const [name, column] of table.columns) {
    const [, network, bin] = HISTOGRAM.exec(name) ?? [];
    if (network === undefined) continue;
    const ofNetwork = bins.get(network) ?? [];
    ofNetwork[Number(bin)] = sumValues(buckets, column);
    bins.set(network, ofNetwork);
  }
  return Object.fromEntries(Array.from(bins, ([network, sums]) => {
    const histograms = buckets.map((_, index) => sums.map((ofBin) => ofBin[index] ?? 0));
    return [network, histograms];
  }));
}

/** The sum of the numbers of each bucket. */
function sumValues(buckets: readonly Bucket[], column: NumberColumn): number[] {
  return buckets.map(({ start, end }) => {
    let sum = 0;
    for (let row = start; row < end; row++) {
      const value = column.at(row);
      if (!Number.isNaN(value)) sum += value;
    }
    return sum;
  });
}
