import { FusedKernel, tf } from "../../runtime/mod.ts";
import type { FlowImages } from "./_flow_images.ts";
import { type FlowField, type FlowResidual, flowResidual, withSlopes } from "./_flow_residual.ts";

/** Weight of the images against smoothness (λ). */
const ATTACHMENT = 0.15;

/** How far smooth flow may be from the one that explains the images (θ). */
const TIGHTNESS = 0.3;

/** Step of the dual variables (τ), divided by θ. */
const DUAL_STEP = 0.25 / TIGHTNESS;

/**
 * What smoothes the flow: for each of its components the dual vector of its gradient, first the
 * part along x, then along y. `[2, 2, pairs, height, width]`: axis, component, …
 */
type Dual = tf.Tensor5D;

/** How long {@linkcode refineFlow} works. */
export interface Refinement {
  /** How often the residual is linearized. */
  readonly warps: number;
  /** Iterations after each of them. */
  readonly iterations: number;
}

/**
 * Minimizes the sum of |brightness residual| and of the flow's total variation, from a first flow,
 * at one scale.
 */
export function refineFlow(
  start: FlowField,
  images: FlowImages,
  { warps, iterations }: Refinement,
): FlowField {
  return tf.tidy(() => {
    const [first, next] = tf.unstack(images) as [tf.Tensor3D, tf.Tensor3D];
    const second = withSlopes(next);
    let state: [FlowField, Dual] = [start, tf.zeros([2, ...start.shape])];
    for (let warp = 0; warp < warps; warp++) {
      const before = state;
      state = tf.tidy(() => iterated(before, flowResidual(first, second, before[0]), iterations));
      if (warp > 0) tf.dispose(before);
    }
    return state[0];
  });
}

function iterated(
  start: [FlowField, Dual],
  residual: FlowResidual,
  iterations: number,
): [FlowField, Dual] {
  let state = start;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const before = state;
    state = ITERATION.run(...before, ...residual);
    if (iteration > 0) tf.dispose(before);
  }
  return state;
}

const ITERATION = new FusedKernel(
  "tv_l1_iteration",
  ["float32", "float32"],
  (flow: FlowField, dual: Dual, ...residual: FlowResidual): [FlowField, Dual] => {
    const [alongX, alongY] = tf.unstack(dual) as [FlowField, FlowField];
    const divergence = tf.add(backwardDifference(alongX, 3), backwardDifference(alongY, 2));
    const explaining = tf.add(flow, towardsImages(flow, residual));
    const next = tf.add<FlowField>(explaining, tf.mul(divergence, TIGHTNESS));
    const slopeX = tf.mul<FlowField>(forwardDifference(next, 3), DUAL_STEP);
    const slopeY = tf.mul<FlowField>(forwardDifference(next, 2), DUAL_STEP);
    const norm = tf.sqrt(tf.add(tf.square(slopeX), tf.square(slopeY)));
    const raised = tf.stack([tf.add(alongX, slopeX), tf.add(alongY, slopeY)]) as Dual;
    return [next, tf.div(raised, tf.add(norm, 1))];
  },
);

/**
 * The step along the gradient that makes the residual zero, at most λ θ times the gradient: all
 * three cases of the threshold in one.
 */
function towardsImages(flow: FlowField, [constant, gradient, inverse]: FlowResidual): FlowField {
  const residual = tf.add(constant, tf.sum(tf.mul(gradient, flow), 0));
  const largest = ATTACHMENT * TIGHTNESS;
  const share = tf.clipByValue(tf.mul(residual, inverse), -largest, largest);
  return tf.mul(gradient, tf.neg(share));
}

/** Zero at the end. */
function forwardDifference(field: FlowField, axis: number): FlowField {
  const { before, after } = neighborsAlong(field, axis);
  return tf.pad(tf.sub<FlowField>(after, before), paddingsOf(axis, [0, 1]));
}

/** The negated adjoint of {@linkcode forwardDifference}. */
function backwardDifference(field: FlowField, axis: number): FlowField {
  const { before } = neighborsAlong(field, axis);
  return tf.sub(field, tf.pad(before, paddingsOf(axis, [1, 0])));
}

/** All pixels but the last along an axis, and all but the first. */
function neighborsAlong(field: FlowField, axis: number) {
  const size = field.shape.map((length, index) => index === axis ? length - 1 : length);
  const second = field.shape.map((_, index) => index === axis ? 1 : 0);
  return { before: tf.slice(field, [0, 0, 0, 0], size), after: tf.slice(field, second, size) };
}

function paddingsOf(axis: number, padding: [number, number]): [number, number][] {
  return [0, 1, 2, 3].map((index) => index === axis ? padding : [0, 0]);
}
