import type { Exchange } from "../collectives/_exchange.ts";
import { tf } from "../tfjs.ts";
import { collectiveGather } from "./_collective_gather.ts";
import { collectiveReduce } from "./_collective_reduce.ts";
import { differentiable } from "./_differentiable.ts";

/**
 * Returns the rows of all workers, in the order of their tasks.
 *
 * The gradient of a worker's rows is the sum of what all workers' results give for them. So with
 * gradients that are averaged over workers ({@linkcode allReduceMean}), what is minimized is the
 * mean of all workers' losses, also where these depend on each other's rows.
 *
 * @param x [rows, …], float32 or int32, of the same shape on all workers; only float32 gets a
 * gradient.
 * @returns [workers · rows, …]
 * @throws {RangeError} If `x` is a scalar, or the function that is compiled has an exchange of this
 * name already.
 * @throws {TensorFlowError} If a worker is lost or fails, or shapes differ; `WorkerGroup.guard`
 * explains it. In a compiled function, its call rejects.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { joinWorkers } from "@actnetformer/deno/runtime/collectives";
 * import { allGather } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const group = await joinWorkers({ addresses: ["127.0.0.1:4000"], task: 0 });
 * const rows = allGather(tf.tensor2d([[1, 2]]), { group, name: "features" });
 * assert.deepEqual(rows.arraySync(), [[1, 2]]); // of a single worker
 * ```
 */
export function allGather<T extends tf.Tensor>(x: T, exchange: Exchange): T {
  if (x.shape.length === 0) {
    throw new RangeError("Cannot gather a scalar as there must be rows: current value has none");
  }
  if (exchange.group.size === 1) return x.clone();
  if (x.dtype === "int32") return collectiveGather(x, exchange);
  const { shape } = x;
  const back = { ...exchange, name: `${exchange.name}: gradient` };
  return differentiable<T>([x], () => ({
    value: collectiveGather(x, exchange),
    gradients: (dy) => {
      const sum = collectiveReduce(dy, back, { result: "sum" });
      const start = shape.map((rows, axis) => axis === 0 ? rows * exchange.group.task : 0);
      return [tf.slice(sum, start, shape)];
    },
  }));
}
