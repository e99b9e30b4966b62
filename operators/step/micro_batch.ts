import { tf, tidyTree } from "../../runtime/mod.ts";
import { mapByName } from "../by_name.ts";
import type { Clips, StepTensors } from "../device/step_batch.ts";

/** Selects one of several equal micro-batches. */
export interface MicroBatchIndex {
  /** Counted from 0. */
  readonly index: number;
  /** Total number of micro-batches. */
  readonly count: number;
}

/**
 * Returns a part of a step's batch: some labeled clips with the unlabeled ones that belong to them,
 * and a random seed of its own.
 *
 * @returns Tensors that are the caller's to dispose.
 * @throws {RangeError} If the labeled or unlabeled clips are not a multiple of `count`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { microBatch, noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const input = noiseStep(tinyNetworks(), { labeled: 2, unlabeled: 4 });
 * const half = microBatch(input.batch, { index: 0, count: 2 });
 * assert.equal(half.weak!.primary.shape[0], 2);
 * disposeTree([input, half]);
 * ```
 */
export function microBatch(batch: StepTensors, index: MicroBatchIndex): StepTensors {
  const { labeled, labels, weak, strong, videos, randomSeed } = batch;
  return tidyTree(() => {
    const micro = {
      labeled: rowsOfClips(labeled, index),
      labels: rowsOf(labels, index),
      randomSeed: tf.add<tf.Tensor1D>(randomSeed, tf.tensor1d([index.index, 0], "int32")),
    };
    if (!weak) return micro;
    return {
      ...micro,
      weak: rowsOfClips(weak, index),
      ...strong === undefined ? {} : { strong: rowsOfClips(strong, index) },
      ...videos === undefined ? {} : { videos: rowsOf(videos, index) },
    };
  });
}

function rowsOfClips(clips: Clips, index: MicroBatchIndex): Clips {
  return mapByName(clips, (tensor) => rowsOf(tensor, index));
}

function rowsOf<T extends tf.Tensor>(tensor: T, { index, count }: MicroBatchIndex): T {
  const [clips = 0] = tensor.shape;
  const size = clips / count;
  if (!Number.isInteger(size)) {
    throw new RangeError(
      `Cannot accumulate gradients as 'count' must divide the ${clips} clips of a view: ` +
        `current value is ${count}`,
    );
  }
  return tf.slice(tensor, index * size, size);
}
