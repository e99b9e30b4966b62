import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import type { Model, Parameters } from "../../models/mod.ts";
import type { ClipPair, StepTensors } from "../device/step_batch.ts";
import { modelStateOf } from "./network_state.ts";
import { mapNetworks, type PerNetwork } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";

/** The logits of one network for each view. */
export type ViewLogits = {
  /** `[labeled, classes]`. */
  readonly labeled: tf.Tensor2D;
  /** `[unlabeled, classes]`; absent if training uses labels alone. */
  readonly weak?: tf.Tensor2D;
  /** `[unlabeled, classes]`; absent if training uses labels alone. */
  readonly strong?: tf.Tensor2D;
};

/** A step's input with the outputs of the networks. */
export type Forwarded = StepInput & {
  /** Before the softmax. */
  readonly logits: PerNetwork<ViewLogits>;
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
};

/**
 * Runs both networks over all views of a step.
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
export function dualForward(models: PerNetwork<Model>): OperatorFunction<StepInput, Forwarded> {
  return map((input) => {
    const outputs = mapNetworks(models, (model, network) => forward(model, network, input));
    return {
      ...input,
      logits: mapNetworks(outputs, ({ logits }) => logits),
      statistics: mapNetworks(outputs, ({ statistics }) => statistics),
    };
  });
}

function forward(model: Model, network: keyof PerNetwork<Model>, { state, batch }: StepInput) {
  const networkState = state[network];
  if (networkState === undefined) {
    throw new TypeError(`Cannot run the ${network} model as the state has no tensors for it`);
  }
  const { labeled, weak, strong } = batch;
  const randomSeed = seedOf(network, batch.randomSeed);
  const pairs = weak && strong ? [labeled, weak, strong] : [labeled];
  const { logits, statistics } = model.forward({
    ...modelStateOf(networkState),
    clips: clipsOf(pairs, network),
    training: true,
    randomSeed,
  });
  return { logits: splitByView(logits, batch), statistics };
}

/** Both networks number their dropouts from 0: with one seed they would drop the same values. */
function seedOf(network: keyof PerNetwork<unknown>, randomSeed: tf.Tensor1D): tf.Tensor1D {
  return network === "primary" ? randomSeed : tf.add(randomSeed, tf.tensor1d([0, 1], "int32"));
}

function clipsOf(pairs: readonly ClipPair[], network: keyof ClipPair): tf.Tensor5D {
  const clips = pairs.map((pair) => {
    const tensor = pair[network];
    if (tensor === undefined) {
      throw new TypeError(`Cannot run the ${network} model as the batch has no clips for it`);
    }
    return tensor;
  });
  const [first] = clips;
  return first !== undefined && clips.length === 1 ? first : tf.concat(clips);
}

function splitByView(logits: tf.Tensor2D, batch: StepTensors): ViewLogits {
  if (!batch.weak || !batch.strong) return { labeled: logits };
  const sizes = [batch.labeled, batch.weak, batch.strong].map(({ primary }) => primary.shape[0]);
  const [labeled, weak, strong] = tf.split(logits, sizes);
  return {
    labeled: labeled as tf.Tensor2D,
    weak: weak as tf.Tensor2D,
    strong: strong as tf.Tensor2D,
  };
}
