import { tf } from "../../../runtime/mod.ts";

/** x · Φ(x) of tfjs's own ops. */
export function composedGelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** `x · weightᵀ + bias` over the last axis, of tfjs's own ops. */
export function composedLinear(x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor {
  const [out, width] = weight.shape;
  const rows = tf.reshape<tf.Rank.R2>(x, [-1, width]);
  const sum = tf.add(tf.matMul(rows, weight, false, true), bias);
  return tf.reshape(sum, [...x.shape.slice(0, -1), out]);
}

/** Layer normalization over the last axis of tfjs's own ops. */
export function composedLayerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centered), -1, true);
  return tf.add(tf.mul(tf.div(centered, tf.sqrt(tf.add(variance, 1e-6))), weight), bias);
}

/** Attention of tfjs's own ops: one head at a time, one sequence of the third axis at a time. */
export function composedAttention(tokens: tf.Tensor4D, heads: number): tf.Tensor {
  const [outer, length, inner, triple] = tokens.shape;
  const depth = triple / 3 / heads;
  const sequences = Array.from({ length: inner }, (_, sequence) => {
    const outputs = Array.from({ length: heads }, (_, head) => {
      const partOf = (part: number) =>
        tf.reshape<tf.Rank.R3>(
          tf.slice(
            tokens,
            [0, 0, sequence, (part * heads + head) * depth],
            [outer, length, 1, depth],
          ),
          [outer, length, depth],
        );
      const scores = tf.div(tf.matMul(partOf(0), partOf(1), false, true), Math.sqrt(depth));
      return tf.matMul(tf.softmax(scores), partOf(2));
    });
    return tf.expandDims(tf.concat(outputs, 2), 2);
  });
  return tf.concat(sequences, 2);
}

/** tfjs's 3D convolution of an input padded by hand. */
export function composedConvolution(
  x: tf.Tensor,
  filter: tf.Tensor5D,
  stride: number,
  frameStride = 1,
): tf.Tensor5D {
  const [depth, height, width] = filter.shape;
  const padding = [1, depth, height, width, 1].map((extent): [number, number] => {
    return [extent >> 1, extent >> 1];
  });
  return tf.conv3d(
    tf.pad(x, padding) as tf.Tensor5D,
    filter,
    [frameStride, stride, stride],
    "valid",
  );
}
