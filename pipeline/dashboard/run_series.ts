import { isRecord } from "../config/is_record.ts";
import { METRICS_VERSION, type MetricsLine } from "../run/metrics_line.ts";
import { parseMetricsLine } from "../run/parse_metrics_line.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { describeError } from "../terminal/describe_error.ts";
import type { SeriesAnswer } from "./api.ts";
import { type BucketOptions, bucketRows } from "./bucket_rows.ts";
import { countByConfidence } from "./count_by_confidence.ts";
import { MetricsTail } from "./metrics_tail.ts";
import { NumberTable } from "./number_table.ts";
import { RecentItems } from "./recent_items.ts";
import { summarizeTable } from "./summarize_table.ts";

/** What a line is about. */
type LineKind = MetricsLine["kind"];

const KINDS: ReadonlySet<unknown> = new Set(["step", "validation", "costs", "evaluation"]);

/** Answers that are kept, for as many windows of different widths and ranges. */
const KEPT_ANSWERS = 4;

/** An answer as it was made. */
interface MadeAnswer {
  /** That of the series. */
  readonly version: number;
  readonly json: string;
}

/** Counts the files that were read, and those that were read again as they had changed. */
let generations = 0;

/**
 * The numbers of a run's metrics, in memory: what the file has gained is read when it is asked for.
 * A hundred thousand steps take 130 MB.
 */
export class RunSeries {
  readonly #path: string;
  readonly #tail: MetricsTail;
  #tables = newTables();
  #generation = ++generations;
  #damage: string | undefined;
  #damagedLines = 0;
  #update: Promise<void> | undefined;
  /** Changes with each line that is read. */
  #version = 0;
  readonly #answers = new RecentItems<MadeAnswer>({ limit: KEPT_ANSWERS });

  /** @param path The metrics; there may be none yet. */
  constructor(path: string) {
    this.#path = path;
    this.#tail = new MetricsTail(path, {
      onLine: (text, line) => this.#addLine(text, line),
      onReset: () => this.#reset(),
    });
  }

  /** Number of numbers that are kept in memory, and one. */
  get size(): number {
    return Object.values(this.#tables).reduce((sum, table) => sum + table.size, 1);
  }

  /**
   * Reads what the file has gained; those who ask meanwhile wait for the same.
   *
   * @throws {RangeError} If the file is not one of lines.
   */
  async read(): Promise<void> {
    this.#update ??= this.#tail.update().finally(() => {
      this.#update = undefined;
    });
    await this.#update;
  }

  /**
   * Returns the numbers of some steps as the JSON of a {@linkcode SeriesAnswer}. It is made once for
   * all who ask for the same, as the open pages do when there is a new step.
   *
   * @throws {RangeError} If the file is not one of lines.
   */
  async answer(options: BucketOptions): Promise<string> {
    await this.read();
    const key = Object.values(options).join(" ");
    const made = this.#answers.get(key);
    if (made?.version === this.#version) return made.json;
    const json = JSON.stringify(this.#summarize(options));
    this.#answers.set(key, { version: this.#version, json });
    return json;
  }

  #summarize(options: BucketOptions): SeriesAnswer {
    const { step, validation, costs, evaluation } = this.#tables;
    const buckets = bucketRows(step, options);
    return {
      generation: this.#generation,
      firstStep: step.rows === 0 ? 0 : step.stepOf(0),
      lastStep: step.lastStep,
      steps: summarizeTable(step, buckets),
      validation: summarizeTable(validation, bucketRows(validation, options)),
      costs: summarizeTable(costs, bucketRows(costs, options)),
      evaluation: summarizeTable(evaluation, bucketRows(evaluation, options)),
      confidence: countByConfidence(step, buckets),
      problem: this.#problem,
    };
  }

  get #problem(): string | null {
    if (this.#damage !== undefined) {
      const others = this.#damagedLines - 1;
      if (others === 0) return this.#damage;
      const lines = others === 1 ? "1 more line is" : `${others} more lines are`;
      return `${this.#damage}; ${lines} not shown`;
    }
    const isFull = Object.values(this.#tables).some((table) => table.isFull);
    return isFull ? "Some numbers are not shown, as they have too many names" : null;
  }

  #reset(): void {
    this.#version++;
    this.#tables = newTables();
    this.#generation = ++generations;
    this.#damage = undefined;
    this.#damagedLines = 0;
  }

  #addLine(text: string, line: number): void {
    this.#version++;
    try {
      const { kind, step, fields } = this.#readLine(text, line);
      this.#tables[kind].add(step, fields);
    } catch (error) {
      if (!(error instanceof RunFolderError)) throw error;
      this.#damage ??= describeError(error);
      this.#damagedLines++;
    }
  }

  #readLine(text: string, line: number): ReadLine {
    const where = { path: this.#path, line };
    // Only what is in doubt is looked at as a whole, which takes ten times as long.
    const read = readQuickly(text) ?? readLine(parseMetricsLine(text, where));
    const { lastStep } = this.#tables[read.kind];
    if (read.step >= lastStep) return read;
    throw new RunFolderError(
      `Cannot show line ${line} of ${this.#path} as its step must be at least ${lastStep}: ` +
        `current value is ${read.step}`,
    );
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

/** Reads a line without looking at each of its fields; undefined if it is not one of the metrics. */
function readQuickly(text: string): ReadLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) && !text.includes("\uFFFD") ? readLine(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isLine(value: unknown): value is MetricsLine {
  if (!isRecord(value)) return false;
  const { version = METRICS_VERSION, kind, step } = value;
  if (version !== METRICS_VERSION || !KINDS.has(kind)) return false;
  return typeof step === "number" && Number.isSafeInteger(step) && step >= 0;
}

function readLine({ version: _, kind, step, ...fields }: MetricsLine): ReadLine {
  const isScored = kind === "validation" || kind === "evaluation";
  return { kind, step, fields: isScored ? fields.scores ?? {} : fields };
}
