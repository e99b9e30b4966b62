import { reportUrl, type Setting } from "../_report.ts";
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

/** The content of bench/results/engine.json: rows of one machine. */
export interface EngineResults extends Setting {
  readonly threads: number;
  readonly rows: readonly EngineRow[];
}

/** Reads bench/results/engine.json. */
export async function readEngineResults(): Promise<EngineResults> {
  return JSON.parse(await Deno.readTextFile(reportUrl("engine")));
}

/** Returns the fastest PyTorch variant of a row; undefined if we ran alone. */
export function fastestVariant({ pytorch }: Pick<EngineRow, "pytorch">) {
  return pytorch.toSorted((a, b) => a.median - b.median)[0];
}
