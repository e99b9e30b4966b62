import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

/** max(x, 0), elementwise; the gradient at 0 is 0. */
export function relu<T extends tf.Tensor>(x: T): T {
  return differentiable<T>([x], (save) => {
    const [y] = nativeOp("Relu", [FLOAT], [x], 1);
    // The output tells where the input was positive, and the next layer keeps it alive anyway.
    save([y!]);
    return {
      value: y as T,
      gradients: (dy, [y]) => nativeOp("ReluGrad", [FLOAT], [dy, y!], 1),
    };
  });
}
