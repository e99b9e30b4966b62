import type { OperatorFunction } from "rxjs";
import type { Model } from "../../models/mod.ts";
import { forward, type Forwarded } from "./forward.ts";
import type { PerNetwork } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";

/**
 * Runs both networks over all views of a step: {@linkcode forward} along one branch for each network.
 *
 * ```text
 *  steps      ---s---------|
 *             dualForward({ primary, auxiliary })
 *  output     ---F---------|        F = s and the logits of N, W and S of both networks
 * ```
 *
 * Labeled, weak and strong clips go through each network in one pass in training mode, so that
 * batch norm sees them together. Each network has its own draws of dropout. Without unlabeled
 * clips, or without an auxiliary network, their part is absent.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source and of the networks; a TypeError for a network without state or clips.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dualForward, noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const networks = tinyNetworks();
 * tf.tidy(() => {
 *   of(noiseStep(networks)).pipe(dualForward(networks))
 *     .subscribe(({ logits }) => assert.deepEqual(logits.primary.weak!.shape, [2, 4]));
 * });
 * ```
 */
export function dualForward(networks: PerNetwork<Model>): OperatorFunction<StepInput, Forwarded> {
  return forward(networks);
}
