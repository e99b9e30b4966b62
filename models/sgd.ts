import { FusedKernel, tf } from "../runtime/mod.ts";
import type { Parameters } from "./model.ts";

/** Options of {@linkcode sgd}. */
export interface SgdOptions {
  /** m: the momentum factor, in [0, 1). */
  readonly momentum: number;
  /** d: the weight decay (L2 penalty), 0 or more. */
  readonly weightDecay: number;
  /** Which parameters decay, by name; {@linkcode decayedBySpec} gives the usual ones. */
  readonly isDecayed: (name: string) => boolean;
}

/** Parameters and momentum buffers after a step. */
export interface SgdStep {
  /** The updated parameters. */
  readonly parameters: Parameters;
  /** The updated momentum buffers, by the names of their parameters. */
  readonly momentum: Parameters;
}

/** The scalars of one step: tensors, so that they can change while the step stays compiled. */
export interface SgdScalars {
  /** r: the learning rate. */
  readonly learningRate: tf.Scalar;
  /**
   * Each gradient is multiplied by this first.
   *
   * @default 1
   */
  readonly gradientFactor?: tf.Scalar | undefined;
}

/** Stochastic gradient descent as two pure functions. */
export interface Sgd {
  /** Momentum buffers of zeros for all parameters; the caller's to dispose. */
  initialize(parameters: Parameters): Parameters;
  /**
   * One step, in new tensors; the old ones stay the caller's.
   *
   * @throws {ReferenceError} If a parameter has no momentum buffer or no gradient.
   */
  update(
    parameters: Parameters,
    momentum: Parameters,
    gradients: Parameters,
    scalars: SgdScalars,
  ): SgdStep;
}

/**
 * Creates SGD with momentum in the form of `torch.optim.SGD`: v ← m·v + g + d·p, p ← p - r·v, as one pass
 * over each parameter.
 *
 * @example
 * ```ts
 * import { sgd } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import assert from "node:assert/strict";
 *
 * await startTensorFlow();
 * const { initialize, update } = sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => true });
 * const parameters = { weight: tf.tensor1d([2]) };
 * const gradients = { weight: tf.tensor1d([4]) };
 * const scalars = { learningRate: tf.scalar(0.25) };
 * const step = update(parameters, initialize(parameters), gradients, scalars);
 * assert.deepEqual(step.parameters.weight!.arraySync(), [1]);
 * ```
 */
export function sgd(options: SgdOptions): Sgd {
  const { weightDecay, isDecayed } = options;
  return {
    initialize: (parameters) =>
      Object.fromEntries(
        Object.entries(parameters).map(([name, parameter]) => [name, tf.zerosLike(parameter)]),
      ),
    update(parameters, momentum, gradients, { learningRate, gradientFactor }) {
      const updated: Record<string, tf.Tensor> = {};
      const velocities: Record<string, tf.Tensor> = {};
      tf.tidy(() => {
        const momentumFactor = tf.scalar(options.momentum);
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
          const vectors = [parameter, velocity, gradient].map((one) => tf.reshape(one, [-1]));
          const decayed = isDecayed(name) ? decay : none;
          const stepped = STEP.run(...vectors, factor, decayed, momentumFactor, learningRate);
          const [next, shifted] = stepped.map((one) => tf.reshape(one, parameter.shape));
          velocities[name] = next!;
          updated[name] = shifted!;
        }
        return [velocities, updated];
      });
      return { parameters: updated, momentum: velocities };
    },
  };
}

/** The update of one parameter, as a vector. */
const STEP = new FusedKernel(
  "sgd_step",
  ["float32", "float32"],
  (parameter, velocity, gradient, factor, decay, momentumFactor, learningRate) => {
    const direction = tf.add(tf.mul(gradient!, factor!), tf.mul(parameter!, decay!));
    const next = tf.add(tf.mul(velocity!, momentumFactor!), direction);
    return [next, tf.sub(parameter!, tf.mul(next, learningRate!))];
  },
);
