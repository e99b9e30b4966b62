import { type Exchange, exchangeAttributes } from "../collectives/_exchange.ts";
import { device } from "../device.ts";
import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import type { Precision } from "../precision.ts";
import { tf } from "../tfjs.ts";
import { collectiveGather } from "./_collective_gather.ts";
import { FLOAT } from "./_differentiable.ts";

/** What {@linkcode collectiveReduce} computes. */
export interface Reduction {
  readonly result: "sum" | "mean";
  /**
   * Precision in which values are sent and added up; small tensors are in float32 in any case.
   *
   * @default "float32"
   */
  readonly precision?: Precision | undefined;
}

/** Computes the sum or the mean of a float32 tensor over all workers. No gradient passes. */
export function collectiveReduce<T extends tf.Tensor>(
  x: T,
  exchange: Exchange,
  { result, precision = "float32" }: Reduction,
): T {
  if (isSmall(x.size, exchange.group.size)) return reduceSmall(x, exchange, result);
  const attributes = [
    ...exchangeAttributes(exchange),
    attr.string("merge_op", "Add"),
    attr.string("final_op", result === "mean" ? "Div" : "Id"),
    attr.ints("subdiv_offsets", [0]),
  ];
  if (precision === "bf16") return reduceNarrow(x, attributes);
  return nativeOp("CollectiveReduce", [FLOAT, ...attributes], [x], 1)[0] as T;
}

/** Reduces in bfloat16. tfjs does not know this type: its tensors are handled below it. */
function reduceNarrow<T extends tf.Tensor>(x: T, attributes: readonly OpAttribute[]): T {
  const { backend } = device();
  const { binding } = backend;
  const run = (op: string, attributes: readonly OpAttribute[], id: number) =>
    binding.executeOp(op, attributes, [id], 1)[0];
  const [id] = backend.getInputTensorIds([x]) as [number];
  const narrow = run("Cast", [attr.type("SrcT", "float32"), attr.type("DstT", "bfloat16")], id);
  const reduced = run("CollectiveReduce", [attr.type("T", "bfloat16"), ...attributes], narrow.id);
  const widening = [attr.type("SrcT", "bfloat16"), attr.type("DstT", "float32")];
  const wide = run("Cast", widening, reduced.id);
  binding.deleteTensor(narrow.id);
  binding.deleteTensor(reduced.id);
  return backend.createOutputTensor(wide) as T;
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
  result: Reduction["result"],
): T {
  return tf.tidy(() => {
    const all = collectiveGather(tf.reshape(x, [1, ...x.shape]), exchange);
    const sum = tf.sum<T>(all, 0);
    return result === "mean" ? tf.div<T>(sum, exchange.group.size) : sum;
  });
}
