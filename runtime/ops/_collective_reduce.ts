import { type Exchange, exchangeAttributes } from "../collectives/_exchange.ts";
import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { collectiveGather } from "./_collective_gather.ts";
import { FLOAT } from "./_differentiable.ts";

/** Computes the sum or the mean of a float32 tensor over all workers. No gradient passes. */
export function collectiveReduce<T extends tf.Tensor>(
  x: T,
  exchange: Exchange,
  result: "sum" | "mean",
): T {
  if (isSmall(x.size, exchange.group.size)) return reduceSmall(x, exchange, result);
  const attributes = [
    FLOAT,
    ...exchangeAttributes(exchange),
    attr.string("merge_op", "Add"),
    attr.string("final_op", result === "mean" ? "Div" : "Id"),
    attr.ints("subdiv_offsets", [0]),
  ];
  return nativeOp("CollectiveReduce", attributes, [x], 1)[0] as T;
}

/** Elements that all workers together send of a tensor that is gathered to be reduced. */
const GATHERED_ELEMENTS = 2 ** 18;

/**
 * Whether each worker gets the values of all others to add them up itself, which takes half as many
 * messages. `CollectiveReduce` divides a tensor among the workers in pieces of 64 bytes and more. Of
 * fewer values some workers would send a piece and receive none, and these do not notice the end of
 * the worker that they send to.
 */
function isSmall(elements: number, workers: number): boolean {
  return elements <= 17 * workers * (workers - 1) && elements * workers <= GATHERED_ELEMENTS;
}

function reduceSmall<T extends tf.Tensor>(
  x: T,
  exchange: Exchange,
  result: "sum" | "mean",
): T {
  return tf.tidy(() => {
    const all = collectiveGather(tf.reshape(x, [1, ...x.shape]), exchange);
    const sum = tf.sum<T>(all, 0);
    return result === "mean" ? tf.div<T>(sum, exchange.group.size) : sum;
  });
}
