import { map, type MonoTypeOperatorFunction } from "rxjs";
import type { Workers } from "../../runtime/collectives/mod.ts";
import type { tf } from "../../runtime/mod.ts";
import { allGather } from "../../runtime/ops/mod.ts";
import type { StepInput } from "./step_input.ts";

/** Options of {@linkcode amongWorkers}. */
export interface AmongWorkersOptions {
  /** The workers that have a part of the step each, with as many clips of each view. */
  readonly workers: Workers;
  /**
   * Whether the batch norms see the clips of all workers as one batch. Each norm then has to wait
   * for all workers, twice a step.
   *
   * @default false
   */
  readonly syncBatchNorm?: boolean | undefined;
  /**
   * Whose clips a clip is contrasted with: those of all workers, or of its own.
   *
   * @default "all"
   */
  readonly contrast?: "all" | "own" | undefined;
}

/** Key of a step's workers: no name, so that a step stays a tree of tensors. */
const WORKERS = Symbol("workers");

type Shared = StepInput & { readonly [WORKERS]?: AmongWorkersOptions };

/**
 * Lets the operators after it know that other workers have a part of the step each:
 * {@linkcode forward} draws dropouts as one process would for all clips, and
 * {@linkcode rowsToContrast} may gather those of all. The gradients are joined by
 * {@linkcode acrossWorkers}.
 *
 * ```text
 *  steps      ---s---------|
 *             amongWorkers({ workers })
 *  output     ---S---------|        S = s, with its workers
 * ```
 *
 * - Order: that of `map`. Synchronous.
 * - Cancellation: that of `map`.
 * - Errors: of the source.
 * - Ownership: passes the tensors on.
 *
 * @example
 * ```ts
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 * import { joinWorkers } from "@actnetformer/deno/runtime/collectives";
 * import { pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const workers = await joinWorkers({ addresses: ["127.0.0.1:4000"], task: 0 });
 * const { primary } = op.tinyNetworks();
 * const shared = op.amongWorkers({ workers, syncBatchNorm: true });
 * const pipeline = pipe(shared, op.dualForward({ primary }), op.mergeLosses());
 * ```
 */
export function amongWorkers(options: AmongWorkersOptions): MonoTypeOperatorFunction<StepInput> {
  return map((step): Shared => ({ ...step, [WORKERS]: options }));
}

/** Returns the other workers of a step; undefined if it has none. */
export function workersOf(step: StepInput): AmongWorkersOptions | undefined {
  const options = (step as Shared)[WORKERS];
  return options === undefined || options.workers.size === 1 ? undefined : options;
}

/**
 * Returns the rows that a loss contrasts with each other: those of all workers, one worker after the
 * other, or, without {@linkcode amongWorkers}, the rows themselves.
 *
 * @param step The step that they are of.
 * @param rows One for each clip of this worker.
 * @param name Differs from those of the other rows that are contrasted in a step.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { noiseStep, rowsToContrast, tinyNetworks } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const step = noiseStep(tinyNetworks());
 * const rows = tf.zeros([2, 4]);
 * assert.equal(rowsToContrast(step, rows, "primary"), rows);
 * disposeTree([step, rows]);
 * ```
 */
export function rowsToContrast<Rows extends tf.Tensor>(
  step: StepInput,
  rows: Rows,
  name: string,
): Rows {
  const shared = workersOf(step);
  if (shared === undefined || shared.contrast === "own") return rows;
  return allGather(rows, { group: shared.workers, name: `contrast of ${name}` });
}
