import type { Exchange } from "../collectives/_exchange.ts";
import type { Precision } from "../precision.ts";
import { tf } from "../tfjs.ts";
import { collectiveReduce } from "./_collective_reduce.ts";
import { differentiable } from "./_differentiable.ts";

/** Options of {@linkcode allReduceMean}. */
export interface AllReduceMeanOptions extends Exchange {
  /**
   * Bytes from which tensors that follow each other are sent together: few large exchanges cost
   * less than many small ones, and the first of several can run while the last one is computed.
   *
   * @default 4 MiB
   */
  readonly bucketBytes?: number | undefined;
  /**
   * Precision in which values are sent and added up; bf16 halves what is sent. Small tensors are sent
   * in float32 in any case.
   *
   * @default "float32"
   */
  readonly precision?: Precision | undefined;
}

/** Bytes of tensors that are sent together unless said otherwise: 4 MiB. */
export const BUCKET_BYTES = 2 ** 22;
const BYTES_OF_FLOAT = 4;

/**
 * Computes the mean of each tensor over all workers. In a compiled function, a bucket of tensors is
 * sent as soon as they are computed, while others are still computed.
 *
 * The gradient is the mean of all workers' gradients.
 *
 * @param tensors float32; of the same shapes in the same order on all workers.
 * @throws {TensorFlowError} If a worker is lost or fails, or shapes differ; `WorkerGroup.guard`
 * explains it. In a compiled function, its call rejects.
 * @throws {RangeError} If the function that is compiled has an exchange of this name already, or
 * `bucketBytes` is not positive.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { joinWorkers } from "@actnetformer/deno/runtime/collectives";
 * import { allReduceMean } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const group = await joinWorkers({ addresses: ["127.0.0.1:4000"], task: 0 });
 * const [mean] = allReduceMean([tf.scalar(3)], { group, name: "loss" });
 * assert.equal(mean?.arraySync(), 3); // of a single worker
 * ```
 */
export function allReduceMean<T extends tf.Tensor>(
  tensors: readonly T[],
  { bucketBytes = BUCKET_BYTES, ...exchange }: AllReduceMeanOptions,
): T[] {
  if (!(bucketBytes > 0)) {
    throw new RangeError(
      `Cannot reduce tensors as 'bucketBytes' must be positive: current value is ${bucketBytes}`,
    );
  }
  if (exchange.group.size === 1) return tensors.map((tensor) => tensor.clone());
  return tf.tidy(() =>
    bucketsOf(tensors, bucketBytes).flatMap((bucket, index) =>
      reduceBucket(bucket, { ...exchange, name: `${exchange.name} ${index}` })
    )
  );
}

/** Divides a list into parts that have just reached a size. */
function bucketsOf<T extends tf.Tensor>(tensors: readonly T[], bucketBytes: number): T[][] {
  const buckets: T[][] = [];
  let room = 0;
  for (const tensor of tensors) {
    if (room <= 0) {
      buckets.push([]);
      room = bucketBytes;
    }
    buckets.at(-1)!.push(tensor);
    room -= tensor.size * BYTES_OF_FLOAT;
  }
  return buckets;
}

type Sending = Omit<AllReduceMeanOptions, "bucketBytes">;

function reduceBucket<T extends tf.Tensor>(bucket: readonly T[], exchange: Exchange): T[] {
  if (bucket.length === 1) return [meanOf(bucket[0]!, exchange)];
  const vectors = bucket.map((tensor) => tf.reshape<tf.Rank.R1>(tensor, [-1]));
  const mean = meanOf(tf.concat1d(vectors), exchange);
  const parts = tf.split(mean, bucket.map(({ size }) => size));
  return bucket.map(({ shape }, index) => tf.reshape(parts[index]!, shape) as T);
}

function meanOf<T extends tf.Tensor>(x: T, { precision, ...exchange }: Sending): T {
  const reduction = { result: "mean", precision } as const;
  const back = { ...exchange, name: `${exchange.name}: gradient` };
  return differentiable<T>([x], () => ({
    value: collectiveReduce(x, exchange, reduction),
    gradients: (dy) => [collectiveReduce(dy, back, reduction)],
  }));
}
