import { attr, FusedKernel, nativeOp, tf } from "../../runtime/mod.ts";

/** Displacements to the right, then down, in pixels: `[2, pairs, height, width]`. */
export type FlowField = tf.Tensor4D;

/**
 * How much the brightness of a pixel changes along its displacement, linear in the displacement:
 * `constant + gradient · flow`.
 */
export type FlowResidual = [
  /** `[pairs, height, width]` */
  constant: tf.Tensor3D,
  /** `[2, pairs, height, width]`: to the right, then down. */
  gradient: tf.Tensor4D,
  /** 1 / |gradient|², `[pairs, height, width]`. */
  inverse: tf.Tensor3D,
];

/** Levels of an image, then their centered differences along x and y: `[3, pairs, height, width]`. */
export type ImageWithSlopes = tf.Tensor4D;

/** Keeps 1 / |gradient|² finite. */
const SMALLEST_SQUARE = 1e-9;

/** Computes the centered differences of images, with the edge repeated. */
export function withSlopes(image: tf.Tensor3D): ImageWithSlopes {
  return SLOPES.run(image)[0];
}

/**
 * Linearizes the brightness residual around a flow. The next frame and its slopes are sampled where
 * the flow leads, bilinearly, with the edge repeated. Beyond the edge the gradient is zero, so that
 * such pixels follow their neighbors.
 *
 * @param first The frames, `[pairs, height, width]`.
 * @param second The next frames.
 */
export function flowResidual(
  first: tf.Tensor3D,
  second: ImageWithSlopes,
  flow: FlowField,
): FlowResidual {
  return tf.tidy(() => LINEARIZED.run(first, WARPED.run(second, flow)[0], flow));
}

const SLOPES = new FusedKernel(
  "slopes",
  ["float32"],
  (image: tf.Tensor3D): [ImageWithSlopes] => {
    const padded = tf.mirrorPad(image, [[0, 0], [1, 1], [1, 1]], "symmetric");
    const shifted = (down: number, right: number) =>
      tf.slice(padded, [0, 1 + down, 1 + right], image.shape);
    const alongX = tf.mul<tf.Tensor3D>(tf.sub(shifted(0, 1), shifted(0, -1)), 0.5);
    const alongY = tf.mul<tf.Tensor3D>(tf.sub(shifted(1, 0), shifted(-1, 0)), 0.5);
    return [tf.stack([image, alongX, alongY]) as ImageWithSlopes];
  },
);

const WARPED = new FusedKernel(
  "warped",
  ["float32"],
  (image: ImageWithSlopes, flow: FlowField): [ImageWithSlopes] => {
    const [, count, height, width] = image.shape;
    const [x, y] = targets(flow);
    const columns = samples(x, width);
    const rows = samples(y, height);
    const firstRows = tf.range(0, count * height, height, "int32").reshape([count, 1, 1]);
    const flat = image.reshape<tf.Tensor2D>([3, count * height * width]);
    const sampleRow = (row: tf.Tensor3D): ImageWithSlopes => {
      const start = tf.mul(tf.add(firstRows, row), tf.scalar(width, "int32"));
      const left = gatherColumns(flat, tf.add(start, columns.lower));
      const right = gatherColumns(flat, tf.add(start, columns.upper));
      return mix(left, right, columns.share);
    };
    return [mix(sampleRow(rows.lower), sampleRow(rows.upper), rows.share)];
  },
);

const LINEARIZED = new FusedKernel(
  "flow_residual",
  ["float32", "float32", "float32"],
  (first: tf.Tensor3D, warped: ImageWithSlopes, flow: FlowField): FlowResidual => {
    const [, count, height, width] = warped.shape;
    const level = tf.slice(warped, [0, 0, 0, 0], [1, count, height, width]);
    const slopes = tf.slice(warped, [1, 0, 0, 0], [2, count, height, width]);
    const gradient = tf.mul<tf.Tensor4D>(slopes, isInside(flow));
    const change = tf.sub(level.reshape([count, height, width]), first);
    const constant = tf.sub<tf.Tensor3D>(change, tf.sum(tf.mul(gradient, flow), 0));
    const square = tf.sum(tf.square(gradient), 0);
    const inverse = tf.div<tf.Tensor3D>(1, tf.add(square, SMALLEST_SQUARE));
    return [constant, gradient, inverse];
  },
);

/** Returns where the flow leads: column and row, `[pairs, height, width]`. */
function targets(flow: FlowField): [x: tf.Tensor3D, y: tf.Tensor3D] {
  const [, , height, width] = flow.shape;
  const [right, down] = tf.unstack(flow) as [tf.Tensor3D, tf.Tensor3D];
  const columns = tf.range(0, width).reshape([1, 1, width]);
  const rows = tf.range(0, height).reshape([1, height, 1]);
  return [tf.add(right, columns), tf.add(down, rows)];
}

/** Returns 1 where the flow leads into the frame, else 0. */
function isInside(flow: FlowField): tf.Tensor3D {
  const [, , height, width] = flow.shape;
  const [x, y] = targets(flow);
  const within = (position: tf.Tensor3D, last: number) =>
    tf.logicalAnd(tf.greaterEqual(position, 0), tf.lessEqual(position, last));
  return tf.cast(tf.logicalAnd(within(x, width - 1), within(y, height - 1)), "float32");
}

/** The pixels on both sides of positions along an axis, and how far they are from the lower one. */
function samples(position: tf.Tensor3D, length: number) {
  const clamped = tf.clipByValue(position, 0, length - 1);
  const lower = tf.floor(clamped);
  return {
    lower: tf.cast<tf.Tensor3D>(lower, "int32"),
    upper: tf.cast<tf.Tensor3D>(tf.minimum(tf.add(lower, 1), length - 1), "int32"),
    share: tf.sub<tf.Tensor3D>(clamped, lower),
  };
}

function mix(
  first: ImageWithSlopes,
  second: ImageWithSlopes,
  share: tf.Tensor3D,
): ImageWithSlopes {
  return tf.add(first, tf.mul(tf.sub(second, first), share));
}

/**
 * Returns the columns of a matrix, in the shape of their indices. Unlike `tf.gather`, it does not
 * read the indices, so it can be compiled.
 */
function gatherColumns(matrix: tf.Tensor2D, indices: tf.Tensor): ImageWithSlopes {
  const attributes = [
    attr.type("Tparams", "float32"),
    attr.type("Tindices", "int32"),
    attr.type("Taxis", "int32"),
  ];
  const [gathered] = nativeOp("GatherV2", attributes, [matrix, indices, tf.scalar(1, "int32")], 1);
  return gathered as ImageWithSlopes;
}
