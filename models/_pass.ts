import { tf } from "../runtime/mod.ts";
import {
  batchNorm,
  type BatchNormParameters,
  type BatchNormResult,
  convolution,
  dropout,
  gelu,
  geluLinear,
  layerNormLinear,
  linear,
  normalizedConvolution,
} from "../runtime/ops/mod.ts";
import type { ForwardInput, Parameters } from "./model.ts";

/** Where a random draw is made: numbered so that no two places of a network draw the same. */
export interface DropOptions {
  readonly rate: number;
  readonly site: number;
  readonly sharedAxes?: readonly number[];
}

/**
 * One forward pass: looks parameters up by name and collects the batch-norm statistics it moves, so
 * that layers are written as `pass.linear(x, "head")`.
 */
export class ForwardPass {
  readonly #input: ForwardInput;
  readonly #moved: Record<string, tf.Tensor> = {};

  constructor(input: ForwardInput) {
    this.#input = input;
  }

  /** Statistics after this pass. */
  get statistics(): Parameters {
    return this.#input.training ? this.#moved : this.#input.statistics;
  }

  /** @throws {ReferenceError} if there is no such parameter */
  parameter<T extends tf.Tensor>(name: string): T {
    return named<T>(this.#input.parameters, name);
  }

  linear<T extends tf.Tensor>(
    x: T,
    name: string,
    weight: tf.Tensor2D = this.parameter(`${name}.weight`),
  ): T {
    return linear(x, weight, this.parameter(`${name}.bias`));
  }

  /** The linear layer `name` of `x` normalized by the layer norm `norm`. */
  layerNormLinear<T extends tf.Tensor>(x: T, norm: string, name: string): T {
    return layerNormLinear(
      x,
      { weight: this.parameter(`${norm}.weight`), bias: this.parameter(`${norm}.bias`) },
      this.parameter(`${name}.weight`),
      this.parameter(`${name}.bias`),
    );
  }

  /** The linear layer `name` of gelu(x), of which training drops a share. */
  geluLinear<T extends tf.Tensor>(x: T, name: string, drop: DropOptions): T {
    if (this.#input.training && drop.rate > 0) return this.linear(this.drop(gelu(x), drop), name);
    return geluLinear(x, this.parameter(`${name}.weight`), this.parameter(`${name}.bias`));
  }

  /** The convolution `name`, in steps of `stride` pixels. */
  convolution(x: tf.Tensor5D, name: string, stride: number): tf.Tensor5D {
    return convolution(x, this.parameter(`${name}.weight`), { stride });
  }

  batchNorm(x: tf.Tensor5D, name: string): tf.Tensor5D {
    return this.#moving(name, (norm) => batchNorm(x, norm, this.#input.training));
  }

  /** The convolution `name` of relu(x normalized by the batch norm `norm`). */
  normalizedConvolution(x: tf.Tensor5D, norm: string, name: string, stride: number): tf.Tensor5D {
    const filter = this.parameter<tf.Tensor5D>(`${name}.weight`);
    const { training } = this.#input;
    return this.#moving(
      norm,
      (parameters) => normalizedConvolution(x, parameters, filter, { stride, training }),
    );
  }

  /** Drops values in training; otherwise gives `x` back. */
  drop<T extends tf.Tensor>(x: T, options: DropOptions): T {
    const { training, randomSeed: seed } = this.#input;
    if (!training || options.rate === 0) return x;
    if (seed === undefined) {
      throw new TypeError("Cannot train with dropout as 'randomSeed' must be given");
    }
    return dropout(x, { ...options, seed });
  }

  /** Runs a batch norm and keeps the statistics it moves. */
  #moving(name: string, run: (parameters: BatchNormParameters) => BatchNormResult): tf.Tensor5D {
    const mean = `${name}.running_mean`;
    const variance = `${name}.running_var`;
    const { statistics, training, statisticsMomentum: momentum } = this.#input;
    const result = run({
      weight: this.parameter(`${name}.weight`),
      bias: this.parameter(`${name}.bias`),
      runningMean: named(statistics, mean),
      runningVariance: named(statistics, variance),
      ...momentum === undefined ? {} : { momentum },
    });
    if (training) {
      this.#moved[mean] = result.runningMean;
      this.#moved[variance] = result.runningVariance;
    }
    return result.output;
  }
}

function named<T extends tf.Tensor>(tensors: Parameters, name: string): T {
  const tensor = tensors[name];
  if (tensor === undefined) {
    throw new ReferenceError(`Cannot run the model as tensor '${name}' is missing`);
  }
  return tensor as T;
}
