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
    const explaining = tf.sub<FlowField>(flow, fromImages(flow, residual));
    const next = tf.add<FlowField>(explaining, tf.mul(divergence(dual), TIGHTNESS));
    const slopes = tf.stack([forwardDifference(next, 3), forwardDifference(next, 2)]);
    const step = tf.mul<Dual>(slopes, DUAL_STEP);
    const [stepX, stepY] = tf.unstack(step) as [FlowField, FlowField];
    const length = tf.sqrt(tf.add(tf.square(stepX), tf.square(stepY)));
    return [next, tf.div(tf.add(dual, step), tf.add(length, 1))];
  },
);

/**
 * The way from a flow that makes the residual zero, along the gradient and at most λ θ times as long:
 * all three cases of the threshold in one.
 */
function fromImages(flow: FlowField, [constant, gradient, inverse]: FlowResidual): FlowField {
  const residual = tf.add(constant, tf.sum(tf.mul(gradient, flow), 0));
  const largest = ATTACHMENT * TIGHTNESS;
  return tf.mul(gradient, tf.clipByValue(tf.mul(residual, inverse), -largest, largest));
}

function divergence(dual: Dual): FlowField {
  const [alongX, alongY] = tf.unstack(dual) as [FlowField, FlowField];
  return tf.add(backwardDifference(alongX, 3), backwardDifference(alongY, 2));
}

/** The next pixel's value minus the pixel's; zero at the end. */
function forwardDifference(field: FlowField, axis: number): FlowField {
  const padded = tf.mirrorPad(field, paddingsOf(axis, [0, 1]), "symmetric");
  return tf.sub(tf.slice(padded, startOf(axis), field.shape), field);
}

/** The pixel's value minus the one before; the negated adjoint of {@linkcode forwardDifference}. */
function backwardDifference(field: FlowField, axis: number): FlowField {
  const padded = tf.pad(field, paddingsOf(axis, [1, 0]));
  return tf.sub(field, tf.slice(padded, [0, 0, 0, 0], field.shape));
}

function startOf(axis: number): number[] {
  return [0, 1, 2, 3].map((index) => index === axis ? 1 : 0);
}

function paddingsOf(axis: number, padding: [number, number]): [number, number][] {
  return [0, 1, 2, 3].map((index) => index === axis ? padding : [0, 0]);
}
