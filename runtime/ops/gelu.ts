import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";

/**
 * The exact Gaussian error linear unit x · Φ(x), elementwise, Φ the normal distribution function by
 * `Erf` (PyTorch's default, not its tanh approximation).
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return differentiable<T>([x], (save) => {
    save([x]);
    return {
      value: FORWARD.run(x)[0] as T,
      gradients: (dy, [x]) => BACKWARD.run(x!, dy),
    };
  });
}

const FORWARD = new FusedKernel("gelu", [0], (x) => [tf.mul(x!, distribution(x!))]);

const BACKWARD = new FusedKernel("gelu_gradient", [0], (x, dy) => {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return [tf.mul(dy!, tf.add(distribution(x!), tf.mul(x!, density)))];
});

/** Φ(x). XLA's `Erf` stays 2e-7 short of ±1, which a large negative x would multiply: zero there. */
function distribution(x: tf.Tensor): tf.Tensor {
  const reached = tf.cast(tf.greater(x, -5.5), "float32");
  return tf.mul(reached, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5));
}
