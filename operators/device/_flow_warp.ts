import { attr, nativeOp, tf } from "../../runtime/mod.ts";
import type { FlowField } from "./_tv_l1.ts";

/** What images show where the flow leads. */
export interface WarpedImage {
  /** `[pairs, height, width]` */
  readonly level: tf.Tensor3D;
  /** `[2, pairs, height, width]`: to the right, then down. */
  readonly gradient: tf.Tensor4D;
}

/** Samples images and their centered gradients at x + flow: bilinear, with the edge repeated. */
export function warp(image: tf.Tensor3D, flow: FlowField): WarpedImage {
  return tf.tidy(() => {
    const [count, height, width] = image.shape;
    const pixels = count * height * width;
    const table = tf.stack([image, slope(image, 2), slope(image, 1)], 3).reshape([pixels, 3]);
    const [right, down] = tf.unstack(flow) as [tf.Tensor3D, tf.Tensor3D];
    const x = cornersOf(right, tf.range(0, width).reshape([1, 1, width]), width);
    const y = cornersOf(down, tf.range(0, height).reshape([1, height, 1]), height);
    const images = tf.range(0, count, 1, "int32").reshape([count, 1, 1]).mul(height);
    const sampleRow = (row: tf.Tensor) => {
      const start = tf.mul(tf.add(images, row), width);
      const at = (column: tf.Tensor) =>
        gatherRows(table, tf.add(start, column).reshape([pixels]).toInt());
      return between(at(x.lower), at(x.upper), x.share.reshape([pixels, 1]));
    };
    const sampled = between(
      sampleRow(y.lower),
      sampleRow(y.upper),
      y.share.reshape([pixels, 1]),
    );
    const planes = tf.transpose(sampled).reshape<tf.Tensor4D>([3, count, height, width]);
    return {
      level: tf.slice(planes, [0, 0, 0, 0], [1, -1, -1, -1]).reshape<tf.Tensor3D>([
        count,
        height,
        width,
      ]),
      gradient: tf.slice(planes, [1, 0, 0, 0], [2, -1, -1, -1]),
    };
  });
}

function cornersOf(offset: tf.Tensor3D, positions: tf.Tensor, length: number) {
  const position = tf.clipByValue(tf.add(offset, positions), 0, length - 1);
  const lower = tf.floor(position);
  return {
    lower: lower.toInt(),
    upper: tf.minimum(tf.add(lower, 1), length - 1).toInt(),
    share: tf.sub(position, lower),
  };
}

function between(first: tf.Tensor, second: tf.Tensor, share: tf.Tensor): tf.Tensor {
  return tf.add(first, tf.mul(tf.sub(second, first), share));
}

/** The centered difference along an axis, with the edge repeated. */
function slope(image: tf.Tensor3D, axis: number): tf.Tensor3D {
  const length = image.shape[axis]!;
  const at = (step: number) => {
    const positions = Array.from({ length }, (_, position) => {
      return Math.min(Math.max(position + step, 0), length - 1);
    });
    return gatherRows(image, tf.tensor1d(positions, "int32"), axis);
  };
  return tf.mul(tf.sub(at(1), at(-1)), 0.5);
}

function gatherRows(table: tf.Tensor, indices: tf.Tensor, axis = 0): tf.Tensor {
  const attributes = [
    attr.type("Tparams", "float32"),
    attr.type("Tindices", "int32"),
    attr.type("Taxis", "int32"),
  ];
  return nativeOp("GatherV2", attributes, [table, indices, tf.scalar(axis, "int32")], 1)[0];
}
