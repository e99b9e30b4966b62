import { tf } from "../../../runtime/mod.ts";

/** x · Φ(x) of tfjs's own ops. */
export function composedGelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** Layer normalization over the last axis of tfjs's own ops. */
export function composedLayerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centered), -1, true);
  return tf.add(tf.mul(tf.div(centered, tf.sqrt(tf.add(variance, 1e-6))), weight), bias);
}

/** Attention of tfjs's own ops: one head at a time, one sequence of the third axis at a time. */
export function composedAttention(tokens: tf.Tensor, heads: number): tf.Tensor {
  const [outer, length, inner, triple] = tokens.shape as [number, number, number, number];
  const depth = triple / 3 / heads;
  const places = Array.from({ length: inner }, (_, place) => {
    const outputs = Array.from({ length: heads }, (_, head) => {
      const [queries, keys, values] = [0, 1, 2].map((part) =>
        tf.reshape<tf.Rank.R3>(
          tf.slice(tokens, [0, 0, place, (part * heads + head) * depth], [outer, length, 1, depth]),
          [outer, length, depth],
        )
      );
      const scores = tf.div(tf.matMul(queries!, keys!, false, true), Math.sqrt(depth));
      return tf.matMul(tf.softmax(scores), values!);
    });
    return tf.expandDims(tf.concat(outputs, 2), 2);
  });
  return tf.concat(places, 2);
}

/** tfjs's 3D convolution of an input padded by hand. */
export function composedConvolution(kernel: readonly number[], stride: number) {
  return (x: tf.Tensor, filter: tf.Tensor) => {
    const padding = [1, ...kernel, 1].map((extent): [number, number] => [extent >> 1, extent >> 1]);
    return tf.conv3d(
      tf.pad(x, padding) as tf.Tensor5D,
      filter as tf.Tensor5D,
      [1, stride, stride],
      "valid",
    );
  };
}
