import { FusedKernel, tf } from "../runtime/mod.ts";
import type { Parameters } from "./model.ts";
import type { ParameterSpec } from "./parameter_spec.ts";

/** Options for {@link sgd}. */
export interface SgdOptions {
  /** m: the share of the last step's direction that is kept, in [0, 1). */
  readonly momentum: number;
  /** d: the share of a parameter that is added to its gradient, 0 or more. */
  readonly weightDecay: number;
  /** Which parameters decay, by name; {@link decayedBySpec} knows those that usually do. */
  readonly isDecayed: (name: string) => boolean;
}

/** Parameters and their momentum after a step. */
export interface SgdStep {
  readonly parameters: Parameters;
  readonly momentum: Parameters;
}

/** The scalars of one step: tensors, so that a compiled step can be given others. */
export interface SgdScalars {
  /** r. */
  readonly learningRate: tf.Scalar;
  /** What each gradient is multiplied by first. @default 1 */
  readonly gradientFactor?: tf.Scalar;
}

/** Stochastic gradient descent as two pure functions. */
export interface Sgd {
  /** Zeros for every parameter; the caller's to dispose. */
  initialize(parameters: Parameters): Parameters;
  /** One step, in new tensors; the old ones stay the caller's. */
  update(
    parameters: Parameters,
    momentum: Parameters,
    gradients: Parameters,
    scalars: SgdScalars,
  ): SgdStep;
}

/**
 * SGD in the form of `torch.optim.SGD`: v ← m·v + g + d·p, p ← p - r·v, as one pass over each parameter.
 */
export function sgd({ momentum: share, weightDecay, isDecayed }: SgdOptions): Sgd {
  return {
    initialize: (parameters) =>
      Object.fromEntries(
        Object.entries(parameters).map(([name, parameter]) => [name, tf.zerosLike(parameter)]),
      ),
    update(parameters, momentum, gradients, { learningRate, gradientFactor }) {
      const moved: Record<string, tf.Tensor> = {};
      const velocities: Record<string, tf.Tensor> = {};
      tf.tidy(() => {
        const kept = tf.scalar(share);
        const none = tf.scalar(0);
        const decay = tf.scalar(weightDecay);
        const factor = gradientFactor ?? tf.scalar(1);
        for (const [name, parameter] of Object.entries(parameters)) {
          const velocity = momentum[name];
          const gradient = gradients[name];
          if (velocity === undefined || gradient === undefined) {
            throw new ReferenceError(
              `Cannot update parameter '${name}' as it must have a momentum and a gradient`,
            );
          }
          // As vectors: parameters of one length share a kernel.
          const [next, shifted] = STEP.run(
            tf.reshape(parameter, [-1]),
            tf.reshape(velocity, [-1]),
            tf.reshape(gradient, [-1]),
            factor,
            isDecayed(name) ? decay : none,
            kept,
            learningRate,
          );
          velocities[name] = tf.reshape(next, parameter.shape);
          moved[name] = tf.reshape(shifted, parameter.shape);
        }
        return [velocities, moved];
      });
      return { parameters: moved, momentum: velocities };
    },
  };
}

const STEP = new FusedKernel(
  "sgd_step",
  ["float32", "float32"],
  (
    parameter: tf.Tensor,
    velocity: tf.Tensor,
    gradient: tf.Tensor,
    factor: tf.Scalar,
    decay: tf.Scalar,
    kept: tf.Scalar,
    learningRate: tf.Scalar,
  ) => {
    const direction = tf.add(tf.mul(gradient, factor), tf.mul(parameter, decay));
    const next = tf.add(tf.mul(velocity, kept), direction);
    return [next, tf.sub(parameter, tf.mul(next, learningRate))];
  },
);

/** Whether a parameter decays by its spec: weights do, biases, norms and embeddings do not. */
export function decayedBySpec(specs: readonly ParameterSpec[]): (name: string) => boolean {
  const names = new Set(specs.filter(({ decayed }) => decayed).map(({ name }) => name));
  return (name) => names.has(name);
}
