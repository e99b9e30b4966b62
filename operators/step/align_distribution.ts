import { map, type OperatorFunction } from "rxjs";
import { alignedLogits, type Parameters, updateExcess } from "../../models/mod.ts";
import type { tf } from "../../runtime/mod.ts";
import { mapByName } from "../by_name.ts";
import type { Forwarded } from "./forward.ts";

/** Options of {@linkcode alignDistribution}. */
export interface AlignDistributionOptions {
  /** Share of the videos that each class should have; all above 0. */
  readonly shares: readonly number[];
  /**
   * Share of what is remembered that stays from step to step, from 0 to 1.
   *
   * @default 0.98
   */
  readonly decay?: number;
}

/** A step with aligned logits, and what is remembered from now on. */
export type Aligned = Forwarded & {
  /** By the names in the state's memory: of each branch, how much too often it says each class. */
  readonly means: Parameters;
};

/** 50 steps. */
const DECAY = 0.98;

/**
 * Gives each branch `aligned` logits of the weak views, which gates then take for their labels: the
 * probabilities divided by how much more often the branch has said each class than `shares`:
 * distribution alignment, from ReMixMatch.
 *
 * ```text
 *  forwarded  ---F---------|
 *             alignDistribution({ shares: [0.5, 0.5] })
 *  output     ---A---------|        A = F and aligned logits; the memory after the step
 * ```
 *
 * Without it, of two classes that a network confuses one tends to get all labels, and the network
 * then learns that the other does not exist. The step's state must remember, by the name of each
 * branch, `[classes]`, at first ones. It is looked at as it was before the step. No gradient flows.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips or that memory.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @throws {RangeError} If a share is not above 0, or `decay` is outside 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = op.tinyNetworks();
 * tf.tidy(() => {
 *   const { state, ...step } = op.noiseStep({ primary });
 *   const memory = { primary: tf.ones([4]) };
 *   const shares = [0.25, 0.25, 0.25, 0.25];
 *   of({ ...step, state: { ...state, memory } })
 *     .pipe(op.dualForward({ primary }), op.alignDistribution({ shares }))
 *     .subscribe(({ logits }) => assert.deepEqual(logits.primary.aligned!.shape, [2, 4]));
 * });
 * ```
 */
export function alignDistribution(
  { shares, decay = DECAY }: AlignDistributionOptions,
): OperatorFunction<Forwarded, Aligned> {
  checkOptions({ shares, decay });
  return map((forwarded) => {
    const means: Record<string, tf.Tensor1D> = {};
    const logits = mapByName(forwarded.logits, (views, branch) => {
      const { weak } = views;
      if (weak === undefined) {
        throw new TypeError("Cannot align labels as the batch has no unlabeled clips");
      }
      const excess = excessOf(forwarded, branch);
      means[branch] = updateExcess(excess, { logits: weak, shares, decay });
      return { ...views, aligned: alignedLogits(weak, { excess }) };
    });
    return { ...forwarded, logits, means };
  });
}

function excessOf({ state: { memory } }: Forwarded, branch: string): tf.Tensor1D {
  const excess = memory?.[branch];
  if (excess !== undefined) return excess as tf.Tensor1D;
  throw new TypeError(`Cannot align labels as the state's memory must have '${branch}'`);
}

function checkOptions({ shares, decay }: Required<AlignDistributionOptions>): void {
  const refuse = (rule: string, value: unknown) => {
    throw new RangeError(`Cannot align labels as ${rule}: current value is ${value}`);
  };
  if (!shares.every((share) => share > 0)) refuse("all 'shares' must be above 0", shares);
  if (!(decay >= 0 && decay <= 1)) refuse("'decay' must be a number from 0 to 1", decay);
}
