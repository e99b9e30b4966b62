import { tensorsOf, type TensorTree, tf, withTensors } from "../../runtime/mod.ts";
import type { ClipPair, StepTensors } from "../device/step_batch.ts";

/** Which of how many equal micro-batches. */
export interface MicroBatchIndex {
  /** Counted from 0. */
  readonly index: number;
  /** Micro-batches in all. */
  readonly count: number;
}

/**
 * A part of a step's batch: labeled clips with the unlabeled ones that came with them, and a random
 * seed of its own. The tensors are the caller's to dispose.
 *
 * @throws {RangeError} If the labeled or unlabeled clips are not a multiple of `count`.
 */
export function microBatch(batch: StepTensors, { index, count }: MicroBatchIndex): StepTensors {
  function rows<T extends tf.Tensor>(tensor: T): T {
    const [clips] = tensor.shape as [number];
    const size = clips / count;
    if (!Number.isInteger(size)) {
      throw new RangeError(
        `Cannot accumulate gradients as 'count' must divide the ${clips} clips of a view: ` +
          `current value is ${count}`,
      );
    }
    return tf.slice(tensor, index * size, size);
  }

  const pair = ({ primary, auxiliary }: ClipPair): ClipPair =>
    auxiliary === undefined
      ? { primary: rows(primary) }
      : { primary: rows(primary), auxiliary: rows(auxiliary) };

  return tf.tidy(() => {
    const { labeled, labels, weak, strong, randomSeed } = batch;
    const micro = {
      labeled: pair(labeled),
      labels: rows(labels),
      randomSeed: tf.add<tf.Tensor1D>(randomSeed, tf.tensor1d([index, 0], "int32")),
    };
    return (weak && strong
      ? { ...micro, weak: pair(weak), strong: pair(strong) }
      : micro) as unknown as tf.TensorContainer;
  }) as unknown as StepTensors;
}

/**
 * The results of micro-batches as one: scalars averaged, all else concatenated along the first axis.
 * The tensors are the caller's to dispose; those of the micro-batches stay theirs.
 */
export function mergeResults<Result>(results: readonly Result[]): Result {
  const trees = results as unknown as readonly TensorTree[];
  const columns = trees.map(tensorsOf);
  return tf.tidy(() => {
    const merged = columns[0]!.map(({ rank }, at) => {
      const parts = columns.map((column) => column[at]!);
      return rank === 0 ? tf.mean(tf.stack(parts)) : tf.concat(parts);
    });
    return withTensors(trees[0]!, merged) as tf.TensorContainer;
  }) as unknown as Result;
}
