import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import type { Forwarded } from "./forward.ts";
import type { Gate } from "./gate.ts";
import type { PerNetwork } from "./per_network.ts";
import type { StepSchedule } from "./step_input.ts";

/** The loss of a step, and what it is made of. */
export type Merged = {
  /** The weighted sum of the terms. */
  readonly loss: tf.Scalar;
  /** The terms by name, without their weights; `total` is their weighted sum. */
  readonly lossTerms: {
    /** The weighted sum. */
    readonly total: tf.Scalar;
    /** A term. */
    readonly [name: string]: tf.Scalar;
  };
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
  /** Absent without pseudo-labels. */
  readonly gate?: Gate;
  /** What the method remembers from now on; absent if it remembers nothing. */
  readonly memory?: Parameters;
  /** The same for what are means over clips; absent if there are none. */
  readonly means?: Parameters;
};

/** A term of a loss. */
export interface LossTerm<Step> {
  /** Computes it from a step. */
  readonly of: (step: Step) => tf.Scalar;
  /**
   * Name of its weight in the step's schedule.
   *
   * @default it counts as it is
   */
  readonly weight?: string | undefined;
}

/**
 * Adds up the terms of a loss, which a method names and computes as it likes.
 *
 * ```text
 *  steps      ---F---------|
 *             mergeTerms({ supervised: { of: … }, contrast: { of: …, weight: "contrast" } })
 *  output     ---L---------|        L = the loss, its terms, the statistics, the gate, the memory
 * ```
 *
 * Weights are tensors of the step's schedule, so that a ramp needs no new compilation.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source and of the terms; a TypeError for a weight that the schedule lacks,
 *   or a term that is not a scalar.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @param terms By name.
 * @throws {RangeError} If there are none, or one is named `total`, which is their sum.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of, pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = op.tinyNetworks();
 * const size = { of: ({ logits }: op.Forwarded) => tf.mean<tf.Scalar>(logits.primary.weak!) };
 * const pipeline = pipe(op.dualForward({ primary }), op.mergeTerms({ size }));
 * tf.tidy(() => {
 *   of(op.noiseStep({ primary })).pipe(pipeline)
 *     .subscribe(({ lossTerms }) => assert.ok("size" in lossTerms));
 * });
 * ```
 */
export function mergeTerms<Step extends Forwarded>(
  terms: Readonly<Record<string, LossTerm<Step>>>,
): OperatorFunction<Step, Merged> {
  if (Object.hasOwn(terms, "total")) {
    throw new RangeError(
      "Cannot merge losses as no term must be named 'total', which is their sum",
    );
  }
  if (Object.keys(terms).length === 0) {
    throw new RangeError("Cannot merge losses as there must be at least one term");
  }
  return map((step) => {
    const { schedule, statistics } = step;
    const computed = Object.entries(terms).map(([name, { of, weight }]) => {
      const value = of(step);
      requireScalar(value, name);
      const weighted = weight === undefined
        ? value
        : tf.mul<tf.Scalar>(value, weightOf(schedule, weight));
      return { name, value, weighted };
    });
    const total = tf.addN(computed.map(({ weighted }) => weighted)) as tf.Scalar;
    const named = Object.fromEntries(computed.map(({ name, value }) => [name, value]));
    return { loss: total, lossTerms: { ...named, total }, statistics, ...passedOn(step) };
  });
}

function requireScalar({ shape }: tf.Tensor, term: string): void {
  if (shape.length === 0) return;
  throw new TypeError(
    `Cannot merge losses as the term '${term}' must be a scalar: current value has the shape ` +
      `[${shape}]`,
  );
}

/** Returns what a step has beside its losses. */
export function passedOn(step: Forwarded & PassedOn): PassedOn {
  const { gate, memory, means } = step;
  return {
    ...gate === undefined ? {} : { gate },
    ...memory === undefined ? {} : { memory },
    ...means === undefined ? {} : { means },
  };
}

/** What operators may have added to a step. */
type PassedOn = Pick<Merged, "gate" | "memory" | "means">;

/**
 * Returns the weight of a loss term.
 *
 * @throws {TypeError} If the schedule lacks it.
 */
export function weightOf({ weights }: StepSchedule, name: string): tf.Scalar {
  const weight = weights[name];
  if (weight !== undefined) return weight;
  throw new TypeError(
    `Cannot merge losses as the schedule must have a weight named '${name}': it has ` +
      (Object.keys(weights).join(", ") || "none"),
  );
}
