import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import type { Model, Parameters } from "../../models/mod.ts";
import type { ClipPair, StepTensors } from "../device/step_batch.ts";
import { modelStateOf, type PerNetwork, type StepInput } from "./step_input.ts";

/** What one network says of each view, before the softmax. */
export type ViewLogits = {
  /** `[labeled, classes]`. */
  readonly labeled: tf.Tensor2D;
  /** `[unlabeled, classes]`; absent where training uses labels alone. */
  readonly weak?: tf.Tensor2D;
  /** `[unlabeled, classes]`. */
  readonly strong?: tf.Tensor2D;
};

/** A step's input with what the networks say of it. */
export type Forwarded = StepInput & {
  readonly logits: PerNetwork<ViewLogits>;
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
};

function clipsOf(pairs: readonly ClipPair[], network: keyof ClipPair): tf.Tensor5D {
  const clips = pairs.map((pair) => pair[network]);
  if (!clips.every((clip) => clip !== undefined)) {
    throw new TypeError(`Cannot run the ${network} model as the batch has no clips for it`);
  }
  return clips.length === 1 ? clips[0]! : tf.concat(clips);
}

function splitByView(logits: tf.Tensor2D, batch: StepTensors): ViewLogits {
  if (!batch.weak || !batch.strong) return { labeled: logits };
  const sizes = [batch.labeled, batch.weak, batch.strong].map(({ primary }) => primary.shape[0]);
  const [labeled, weak, strong] = tf.split<tf.Tensor2D>(logits, sizes);
  return { labeled: labeled!, weak: weak!, strong: strong! };
}

/** Both networks number their places of dropout from 0: with one seed they would drop alike. */
function seedOf(network: keyof PerNetwork<unknown>, randomSeed: tf.Tensor1D): tf.Tensor1D {
  return network === "primary" ? randomSeed : tf.add(randomSeed, tf.tensor1d([0, 1], "int32"));
}

/**
 * Runs both networks over all views of a step.
 *
 * ```text
 *  steps      ---s---------|
 *             dualForward({ primary, auxiliary })
 *  output     ---F---------|        F = s and the logits of N, W and S of either network
 * ```
 *
 * Labeled, weak and strong clips go through each network in one pass in training mode, so that batch
 * norm sees them together. Each network draws for itself what it drops. Without unlabeled clips, or
 * without an auxiliary network, their part is absent.
 *
 * Order, cancellation, completion: those of `map`; synchronous, reads no values, so it can be
 * differentiated and compiled.
 * Errors: of the networks; a network without state or clips is a TypeError.
 * Ownership: keeps nothing; what it makes belongs to the `tf.tidy` around it.
 */
export function dualForward(models: PerNetwork<Model>): OperatorFunction<StepInput, Forwarded> {
  function run(network: keyof PerNetwork<Model>, model: Model, { state, batch }: StepInput) {
    const own = state[network];
    if (own === undefined) {
      throw new TypeError(`Cannot run the ${network} model as the state has no tensors for it`);
    }
    const { labeled, weak, strong } = batch;
    const randomSeed = seedOf(network, batch.randomSeed);
    const pairs = weak && strong ? [labeled, weak, strong] : [labeled];
    const clips = clipsOf(pairs, network);
    const result = model.forward({ ...modelStateOf(own), clips, training: true, randomSeed });
    return { logits: splitByView(result.logits, batch), statistics: result.statistics };
  }

  return map((input) => {
    const primary = run("primary", models.primary, input);
    if (models.auxiliary === undefined) {
      const { logits, statistics } = primary;
      return { ...input, logits: { primary: logits }, statistics: { primary: statistics } };
    }
    const auxiliary = run("auxiliary", models.auxiliary, input);
    return {
      ...input,
      logits: { primary: primary.logits, auxiliary: auxiliary.logits },
      statistics: { primary: primary.statistics, auxiliary: auxiliary.statistics },
    };
  });
}
