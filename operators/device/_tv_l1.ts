import { FusedKernel, tf } from "../../runtime/mod.ts";
import type { FlowImages } from "./_flow_images.ts";
import { warp } from "./_flow_warp.ts";

/** `[2, pairs, height, width]`: to the right, then down, in pixels. */
export type FlowField = tf.Tensor4D;

const STEP = 0.25;
const ATTACHMENT = 0.15;
const TIGHTNESS = 0.3;

export function zeroFlow([count, height, width]: [number, number, number]): FlowField {
  return tf.zeros([2, count, height, width]);
}

export function scaleFlow(flow: FlowField, [count, height, width]: [number, number, number]) {
  const [, , oldHeight, oldWidth] = flow.shape;
  return tf.tidy(() => {
    const planes = flow.reshape<tf.Tensor4D>([2 * count, oldHeight, oldWidth, 1]);
    const resized = tf.image.resizeBilinear(planes, [height, width], false, true)
      .reshape<tf.Tensor4D>([2, count, height, width]);
    const factors = tf.tensor4d([width / oldWidth, height / oldHeight], [2, 1, 1, 1]);
    return tf.mul<tf.Tensor4D>(resized, factors);
  });
}

export function refineFlow(
  start: FlowField,
  images: FlowImages,
  { warps, iterations }: { warps: number; iterations: number },
): FlowField {
  return tf.tidy(() => {
    const [, count, height, width] = start.shape;
    let flow = start;
    let dual = tf.zeros<tf.Rank.R5>([2, 2, count, height, width]);
    for (let round = 0; round < warps; round++) {
      [flow, dual] = tf.tidy(() => {
        const { level, gradient } = warp(images.second, flow);
        const square = tf.sum<tf.Tensor3D>(tf.square(gradient), 0);
        const inverse = tf.div<tf.Tensor3D>(1, tf.add(square, 1e-9));
        const constant = tf.sub<tf.Tensor3D>(
          tf.sub(level, tf.sum(tf.mul(gradient, flow), 0)),
          images.first,
        );
        let state: [FlowField, tf.Tensor5D] = [flow, dual];
        for (let iteration = 0; iteration < iterations; iteration++) {
          state = ITERATION.run(...state, constant, gradient, inverse);
        }
        return state;
      });
    }
    return flow;
  });
}

const ITERATION = new FusedKernel(
  "tv_l1_iteration",
  ["float32", "float32"],
  (
    flow: FlowField,
    dual: tf.Tensor5D,
    constant: tf.Tensor3D,
    gradient: tf.Tensor4D,
    inverse: tf.Tensor3D,
  ): [FlowField, tf.Tensor5D] => {
    const residual = tf.add(constant, tf.sum(tf.mul(gradient, flow), 0));
    const limit = ATTACHMENT * TIGHTNESS;
    const share = tf.clipByValue(tf.mul(residual, inverse), -limit, limit);
    const target = tf.sub(flow, tf.mul(share, gradient));
    const [alongX, alongY] = tf.unstack(dual, 0) as [FlowField, FlowField];
    const divergence = tf.add(backward(alongX!, 3), backward(alongY!, 2));
    const next = tf.add<FlowField>(target, tf.mul(divergence, TIGHTNESS));
    const slopeX = forward(next, 3);
    const slopeY = forward(next, 2);
    const rate = STEP / TIGHTNESS;
    const norm = tf.sqrt(tf.add(tf.square(slopeX), tf.square(slopeY)));
    const scale = tf.div(1, tf.add(tf.mul(norm, rate), 1));
    const nextDual = tf.stack([
      tf.mul(tf.add(alongX!, tf.mul(slopeX, rate)), scale),
      tf.mul(tf.add(alongY!, tf.mul(slopeY, rate)), scale),
    ]) as tf.Tensor5D;
    return [next, nextDual];
  },
);

function forward(field: tf.Tensor4D, axis: number): tf.Tensor4D {
  const length = field.shape[axis]!;
  const difference = tf.sub<tf.Tensor4D>(
    part(field, axis, 1, length - 1),
    part(field, axis, 0, length - 1),
  );
  return tf.pad(difference, paddings(axis, [0, 1]));
}

function backward(field: tf.Tensor4D, axis: number): tf.Tensor4D {
  const length = field.shape[axis]!;
  return tf.sub<tf.Tensor4D>(
    field,
    tf.pad(part(field, axis, 0, length - 1), paddings(axis, [1, 0])),
  );
}

function part(field: tf.Tensor4D, axis: number, start: number, size: number): tf.Tensor4D {
  const starts: [number, number, number, number] = [0, 0, 0, 0];
  const sizes: [number, number, number, number] = [...field.shape];
  starts[axis] = start;
  sizes[axis] = size;
  return tf.slice(field, starts, sizes);
}

function paddings(axis: number, padding: [number, number]): [number, number][] {
  return [0, 1, 2, 3].map((index) => index === axis ? padding : [0, 0]);
}
