import { readReport, type Setting, writeReport } from "../_report.ts";
import type { Variant } from "./cases.ts";
import type { StepCost } from "./contender.ts";

/** Precisions that each row is measured in. */
export const PRECISIONS = ["float32", "bf16"] as const;

/** One of {@linkcode PRECISIONS}. */
export type Precision = typeof PRECISIONS[number];

/** The steps of one engine, of one row in one precision. */
export interface Series<Name extends string = string> {
  /** `ours`, or how PyTorch runs the step. */
  readonly name: Name;
  /** The engine and its version. */
  readonly version: string;
  /** Seconds of the first step, tracing and compiling included. */
  readonly first: number;
  /** Seconds of tracing, part of `first`; ours only. */
  readonly tracing?: number | undefined;
  /** Seconds of each timed step. */
  readonly seconds: readonly number[];
  /** Median of `seconds`. */
  readonly median: number;
  /** Losses of the warm-up's steps. */
  readonly losses: readonly number[];
  /** Peak of the resident memory in bytes. */
  readonly memory: number;
}

/** One row of the results, in one precision. */
export interface EngineRow {
  /** Letter of the row. */
  readonly row: string;
  /** What is measured, for people. */
  readonly title: string;
  readonly precision: Precision;
  /** The day, as in 2026-11-23. */
  readonly measured: string;
  readonly ours: Series;
  /** Ours with the whole step compiled by XLA; undefined if that was not measured. */
  readonly xla?: Series | undefined;
  /** What a step computes, and the limit of the device in this precision, while nothing else ran. */
  readonly cost?: StepCost | undefined;
  /** PyTorch's variants; empty if we ran alone. */
  readonly pytorch: readonly Series<Variant>[];
  /**
   * Median of the fastest PyTorch variant over ours: above 1 we are faster. Null if we ran alone.
   */
  readonly ratio: number | null;
}

/** The machine, and how many threads a step may take. */
export interface EngineSetting extends Setting {
  readonly threads: number;
}

/** The content of bench/results/engine.json, or gpu.json: rows of one machine. */
export interface EngineResults extends EngineSetting {
  readonly rows: readonly EngineRow[];
}

/** Reads bench/results/engine.json. */
export async function readEngineResults(): Promise<EngineResults> {
  return await readReport("engine");
}

/**
 * Writes a row to engine.json or gpu.json, in place of an earlier measurement of it. Other rows stay
 * if they are of the same setting: a file holds those of one machine.
 */
export async function keepRow(
  topic: "engine" | "gpu",
  setting: EngineSetting,
  row: EngineRow,
): Promise<void> {
  await writeReport(topic, withRow(await earlierResults(topic), setting, row));
}

async function earlierResults(topic: string): Promise<EngineResults | undefined> {
  try {
    return await readReport(topic);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Returns results with a row, sorted by letter and precision. */
export function withRow(
  earlier: EngineResults | undefined,
  { hardware, deno, threads }: EngineSetting,
  row: EngineRow,
): EngineResults {
  const isSame = earlier?.hardware === hardware && earlier.deno === deno &&
    earlier.threads === threads;
  const kept = isSame ? earlier.rows.filter((other) => orderOf(other) !== orderOf(row)) : [];
  const rows = [...kept, row].sort((a, b) => orderOf(a) < orderOf(b) ? -1 : 1);
  return { hardware, threads, deno, rows };
}

function orderOf({ row, precision }: EngineRow): string {
  return `${row} ${PRECISIONS.indexOf(precision)}`;
}

/** Returns the fastest PyTorch variant of a row; undefined if we ran alone. */
export function fastestVariant({ pytorch }: Pick<EngineRow, "pytorch">) {
  return pytorch.toSorted((a, b) => a.median - b.median)[0];
}
