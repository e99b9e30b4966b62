import { tf } from "../runtime/mod.ts";
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

/** Stochastic gradient descent as two pure functions. */
export interface Sgd {
  /** Zeros for every parameter; the caller's to dispose. */
  initialise(parameters: Parameters): Parameters;
  /**
   * One step, in new tensors; the old ones stay the caller's.
   * @param learningRate a scalar tensor, so that a compiled step can be given another
   */
  update(
    parameters: Parameters,
    momentum: Parameters,
    gradients: Parameters,
    learningRate: tf.Scalar,
  ): SgdStep;
}

/**
 * SGD in the form of `torch.optim.SGD`: v ← m·v + g + d·p, p ← p - r·v.
 */
export function sgd({ momentum: share, weightDecay, isDecayed }: SgdOptions): Sgd {
  return {
    initialise: (parameters) =>
      Object.fromEntries(
        Object.entries(parameters).map(([name, { shape }]) => [name, tf.zeros(shape)]),
      ),
    update(parameters, momentum, gradients, learningRate) {
      const moved: Record<string, tf.Tensor> = {};
      const velocities: Record<string, tf.Tensor> = {};
      tf.tidy(() => {
        const [shareOfOld, decay] = [tf.scalar(share), tf.scalar(weightDecay)];
        for (const [name, parameter] of Object.entries(parameters)) {
          const [velocity, gradient] = [momentum[name], gradients[name]];
          if (velocity === undefined || gradient === undefined) {
            throw new ReferenceError(
              `Cannot update parameter '${name}' as it must have a momentum and a gradient`,
            );
          }
          const decayed = isDecayed(name) ? tf.add(gradient, tf.mul(parameter, decay)) : gradient;
          const next = tf.add(tf.mul(velocity, shareOfOld), decayed);
          velocities[name] = next;
          moved[name] = tf.sub(parameter, tf.mul(next, learningRate));
        }
        return [velocities, moved];
      });
      return { parameters: moved, momentum: velocities };
    },
  };
}

/** Whether a parameter decays by its spec: weights do, biases, norms and embeddings do not. */
export function decayedBySpec(specs: readonly ParameterSpec[]): (name: string) => boolean {
  const names = new Set(specs.filter(({ decayed }) => decayed).map(({ name }) => name));
  return (name) => names.has(name);
}
