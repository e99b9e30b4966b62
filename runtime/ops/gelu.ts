import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

const LOG_ROOT_PI = Math.log(Math.PI) / 2;

/**
 * The exact Gaussian error linear unit x · Φ(x), elementwise, Φ the normal distribution function by
 * `Erf` (PyTorch's default, not its tanh approximation).
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return differentiable<T>([x], (save) => {
    const scaled = tf.mul(x, Math.SQRT1_2);
    const [error] = nativeOp("Erf", [FLOAT], [scaled], 1);
    const distribution = tf.add(tf.mul(error!, 0.5), 0.5);
    save([scaled, distribution]);
    return {
      value: tf.mul(x, distribution) as T,
      gradients: (dy, saved) => {
        const [scaled, distribution] = saved as [tf.Tensor, tf.Tensor];
        // x · φ(x) = u · exp(-u²) / √π with u = x / √2
        const density = tf.exp(tf.sub(-LOG_ROOT_PI, tf.square(scaled)));
        return [tf.mul(dy, tf.add(distribution, tf.mul(scaled, density)))];
      },
    };
  });
}
