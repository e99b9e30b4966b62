import { FusedKernel, tf, tidyTree } from "../../runtime/mod.ts";
import type { Parameters } from "../networks/model.ts";

/** Options of {@linkcode sgd}. */
export interface SgdOptions {
  /** m: the momentum factor, in [0, 1). */
  readonly momentum: number;
  /** d: the weight decay (L2 penalty), 0 or more. */
  readonly weightDecay: number;
  /** Which parameters decay, by name; {@linkcode decayedBySpec} gives the usual ones. */
  readonly isDecayed: (name: string) => boolean;
  /**
   * Which parameters stay as they are, by name: they need no gradient and have no momentum.
   *
   * @default none
   */
  readonly isFrozen?: ((name: string) => boolean) | undefined;
  /**
   * Factor of the learning rate, by the parameter's name; {@linkcode layerRates} gives the usual
   * ones.
   *
   * @default 1 for all
   */
  readonly rateFactor?: ((name: string) => number) | undefined;
}

/** Parameters and momentum buffers after a step. */
export interface SgdStep {
  /** The updated parameters. */
  readonly parameters: Parameters;
  /** The updated momentum buffers, by the names of their parameters. */
  readonly momentum: Parameters;
}

/** The scalars of one step: tensors, so that they can change without compiling the step again. */
export interface SgdScalars {
  /** r: the learning rate. */
  readonly learningRate: tf.Scalar;
  /**
   * Factor by which each gradient is multiplied first.
   *
   * @default 1
   */
  readonly gradientFactor?: tf.Scalar | undefined;
}

/** Stochastic gradient descent as two pure functions. */
export interface Sgd {
  /** Returns momentum buffers of zeros for all that is trained; the caller's to dispose. */
  initialize(parameters: Parameters): Parameters;
  /**
   * Takes one step; returns new tensors, and the old ones stay the caller's. A frozen parameter is
   * returned as a clone.
   *
   * @throws {ReferenceError} If a parameter that is not frozen has no momentum buffer or no
   * gradient.
   */
  update(
    parameters: Parameters,
    momentum: Parameters,
    gradients: Parameters,
    scalars: SgdScalars,
  ): SgdStep;
}

/**
 * Creates SGD with momentum in the form of `torch.optim.SGD`: v ← m·v + g + d·p, p ← p - r·v, as
 * one pass over each parameter.
 *
 * @throws {RangeError} If `momentum` is not in [0, 1), or `weightDecay` is below 0 or not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { sgd } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
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
  const { momentum, weightDecay, isFrozen = () => false } = options;
  if (!(momentum >= 0 && momentum < 1)) {
    throw new RangeError(
      `Cannot make an optimizer as 'momentum' must be in [0, 1): current value is ${momentum}`,
    );
  }
  if (!(weightDecay >= 0 && weightDecay < Infinity)) {
    throw new RangeError(
      "Cannot make an optimizer as 'weightDecay' must be at least 0 and finite: " +
        `current value is ${weightDecay}`,
    );
  }
  return {
    initialize: (parameters) =>
      Object.fromEntries(
        Object.entries(parameters)
          .filter(([name]) => !isFrozen(name))
          .map(([name, parameter]) => [name, tf.zerosLike(parameter)]),
      ),
    update: (parameters, momentum, gradients, scalars) =>
      tidyTree(() => takeStep({ parameters, momentum, gradients }, scalars, options)),
  };
}

/** Tensors by the names of their parameters. */
interface StepInput extends SgdStep {
  readonly gradients: Parameters;
}

function takeStep(
  { parameters, momentum, gradients }: StepInput,
  { learningRate, gradientFactor }: SgdScalars,
  { isFrozen = () => false, rateFactor = () => 1, ...options }: SgdOptions,
): SgdStep {
  const momentumFactor = tf.scalar(options.momentum);
  const decay = tf.scalar(options.weightDecay);
  const noDecay = tf.scalar(0);
  const factor = gradientFactor ?? tf.scalar(1);
  const rates = new Map([[1, learningRate]]);
  const learning: (readonly [name: string, parameter: tf.Tensor])[] = [];
  const inputs: StepInputs[] = [];
  for (const [name, parameter] of Object.entries(parameters)) {
    if (isFrozen(name)) continue;
    const velocity = momentum[name];
    const gradient = gradients[name];
    if (velocity === undefined || gradient === undefined) {
      throw new ReferenceError(
        `Cannot update parameter '${name}' as it must have a momentum and a gradient`,
      );
    }
    learning.push([name, parameter]);
    inputs.push([
      // As vectors, so that parameters of the same length share a kernel.
      tf.reshape(parameter, [-1]),
      tf.reshape(velocity, [-1]),
      tf.reshape(gradient, [-1]),
      factor,
      options.isDecayed(name) ? decay : noDecay,
      momentumFactor,
      scaledRate(rates, rateFactor(name)),
    ]);
  }
  const outputs = STEP.runEach(inputs);
  const updated: Record<string, tf.Tensor> = {};
  const velocities: Record<string, tf.Tensor> = {};
  learning.forEach(([name, parameter], index) => {
    const [velocity, value] = outputs[index]!;
    velocities[name] = tf.reshape(velocity, parameter.shape);
    updated[name] = tf.reshape(value, parameter.shape);
  });
  // In the order of the parameters, as a step in place writes one tensor after the other.
  const next = Object.entries(parameters)
    .map(([name, parameter]) => [name, updated[name] ?? parameter.clone()] as const);
  return { parameters: Object.fromEntries(next), momentum: velocities };
}

/** Returns the learning rate times a factor; parameters of the same factor share a tensor. */
function scaledRate(rates: Map<number, tf.Scalar>, factor: number): tf.Scalar {
  const known = rates.get(factor);
  if (known !== undefined) return known;
  const scaled = tf.mul<tf.Scalar>(rates.get(1)!, factor);
  rates.set(factor, scaled);
  return scaled;
}

type StepInputs = [
  parameter: tf.Tensor,
  velocity: tf.Tensor,
  gradient: tf.Tensor,
  factor: tf.Scalar,
  decay: tf.Scalar,
  momentumFactor: tf.Scalar,
  learningRate: tf.Scalar,
];

/** Updates the momentum buffer and the value of one parameter, as vectors. */
const STEP = new FusedKernel<StepInputs, [velocity: tf.Tensor, parameter: tf.Tensor]>(
  "sgd_step",
  ["float32", "float32"],
  (parameter, velocity, gradient, factor, decay, momentumFactor, learningRate) => {
    const direction = tf.add(tf.mul(gradient, factor), tf.mul(parameter, decay));
    const newVelocity = tf.add(tf.mul(velocity, momentumFactor), direction);
    return [newVelocity, tf.sub(parameter, tf.mul(newVelocity, learningRate))];
  },
);
