import { tf } from "../../runtime/mod.ts";
import {
  type AttentionOptions,
  attentionWeights,
  batchNorm,
  type BatchNormParameters,
  type BatchNormResult,
  convolution,
  type ConvolutionOptions,
  dropout,
  gelu,
  geluLinear,
  layerNormLinear,
  linear,
  normalizedConvolution,
  rectifiedBatchNorm,
} from "../../runtime/ops/mod.ts";
import type { ForwardInput, Parameters } from "./model.ts";
import type { AttentionReadOut } from "./read_out.ts";

/** Options of {@linkcode ForwardPass.drop}: one dropout layer of a network. */
export interface DropOptions {
  /** Share of values set to zero in training, in [0, 1). */
  readonly rate: number;
  /** Index of the layer in its network: layers with different indices draw independently. */
  readonly index: number;
  /**
   * Axes along which all values share one draw.
   *
   * @default []
   */
  readonly sharedAxes?: readonly number[];
}

/** Options of {@linkcode ForwardPass}. */
export interface ForwardPassOptions {
  /**
   * Added to the variances of batch norms before the square root.
   *
   * @default 1e-5
   */
  readonly epsilon?: number | undefined;
}

/** A convolution of a network: its name and its steps. */
export interface ConvolutionLayer extends Pick<ConvolutionOptions, "stride" | "frameStride"> {
  /** Name of the convolution. */
  readonly convolution: string;
}

/** Scale and shift of a norm. */
type Affine = Pick<BatchNormParameters, "weight" | "bias">;

/** What of a norm is not as its name says. */
interface NormOptions {
  readonly affine?: Affine;
  readonly trainedWith?: string;
}

/**
 * One forward pass: looks up parameters by name and collects the updated batch-norm statistics, so
 * that a network applies its layers as `pass.linear(x, "head")`.
 */
export class ForwardPass {
  readonly #input: ForwardInput;
  readonly #options: ForwardPassOptions;
  readonly #updatedStatistics: Record<string, tf.Tensor> = {};

  constructor(input: ForwardInput, options: ForwardPassOptions = {}) {
    this.#input = input;
    this.#options = options;
  }

  /** Statistics after this pass: the updated ones in training, otherwise those of the input. */
  get statistics(): Parameters {
    return this.#input.training ? this.#updatedStatistics : this.#input.statistics;
  }

  /**
   * Returns the parameter `name`.
   *
   * @throws {ReferenceError} If there is no such parameter.
   */
  parameter<T extends tf.Tensor>(name: string): T {
    return tensorNamed<T>(this.#input.parameters, name);
  }

  /** Whether the pass trains no parameter whose name starts with `prefix`. */
  isFrozen(prefix: string): boolean {
    const { frozen, parameters } = this.#input;
    if (frozen === undefined || frozen.size === 0) return false;
    return Object.keys(parameters).every((name) => !name.startsWith(prefix) || frozen.has(name));
  }

  /** Reports the outputs of the stages. */
  readStages(stages: readonly tf.Tensor5D[]): void {
    this.#input.readOut?.onStages?.(stages);
  }

  /** Reports what the head reads, which is computed only if it is asked for. */
  readPooled(pooled: () => tf.Tensor2D): void {
    const onPooled = this.#input.readOut?.onPooled;
    if (onPooled !== undefined) onPooled(pooled());
  }

  /** Reports the features that the head averages, and returns those to continue with. */
  readFeatures(features: tf.Tensor5D): tf.Tensor5D {
    return this.#input.readOut?.onFeatures?.(features) ?? features;
  }

  /**
   * Reports how much tokens attend to each other, if that is asked for.
   *
   * @param tokens What `attention()` takes: its first and third axes, the batch first, together are
   * the sequences.
   */
  readAttention(
    axis: AttentionReadOut["axis"],
    tokens: tf.Tensor4D,
    options: AttentionOptions,
  ): void {
    const onAttention = this.#input.readOut?.onAttention;
    if (onAttention === undefined) return;
    const [batch] = this.#input.clips.shape;
    const [, length] = tokens.shape;
    const weights = tf.reshape<tf.Rank.R4>(
      attentionWeights(tokens, options),
      [batch, -1, length, length],
    );
    onAttention({ axis, weights });
  }

  /** Applies the linear layer `name`. */
  linear<T extends tf.Tensor>(
    x: T,
    name: string,
    weight: tf.Tensor2D = this.parameter(`${name}.weight`),
  ): T {
    return linear(x, weight, this.parameter(`${name}.bias`));
  }

  /** Applies the layer norm `norm`, then the linear layer `name`. */
  layerNormLinear<T extends tf.Tensor>(x: T, norm: string, name: string): T {
    return layerNormLinear(
      x,
      { weight: this.parameter(`${norm}.weight`), bias: this.parameter(`${norm}.bias`) },
      this.parameter(`${name}.weight`),
      this.parameter(`${name}.bias`),
    );
  }

  /** Applies GELU, dropout and the linear layer `name`. */
  geluLinear<T extends tf.Tensor>(x: T, name: string, options: DropOptions): T {
    if (this.#input.training && options.rate > 0) {
      return this.linear(this.drop(gelu(x), options), name);
    }
    return geluLinear(x, this.parameter(`${name}.weight`), this.parameter(`${name}.bias`));
  }

  /** Returns the weight of the convolution `name`; one of images covers one frame. */
  filter(name: string): tf.Tensor5D {
    const weight = this.parameter<tf.Tensor5D>(`${name}.weight`);
    return weight.rank === 5 ? weight : tf.expandDims<tf.Tensor5D>(weight);
  }

  /** Applies a convolution. */
  convolution(
    x: tf.Tensor5D,
    { convolution: name, stride, frameStride }: ConvolutionLayer,
  ): tf.Tensor5D {
    return convolution(x, this.filter(name), { stride, frameStride });
  }

  /** Applies the batch norm `name`. */
  batchNorm(x: tf.Tensor5D, name: string): tf.Tensor5D {
    return this.#updateStatistics(name, (norm, training) => batchNorm(x, norm, training));
  }

  /**
   * Applies the batch norm `name`, which has neither scale nor shift.
   *
   * @param trainedWith Name of a parameter; while it is frozen, so is the norm.
   */
  plainBatchNorm(x: tf.Tensor5D, name: string, trainedWith: string): tf.Tensor5D {
    const channels = x.shape[4];
    const affine = {
      weight: tf.ones<tf.Rank.R1>([channels]),
      bias: tf.zeros<tf.Rank.R1>([channels]),
    };
    return this.#updateStatistics(
      name,
      (norm, training) => batchNorm(x, norm, training),
      { affine, trainedWith },
    );
  }

  /** Applies the batch norm `name`, adds `addend` if given, and applies ReLU. */
  rectifiedBatchNorm(x: tf.Tensor5D, name: string, addend?: tf.Tensor5D): tf.Tensor5D {
    return this.#updateStatistics(
      name,
      (norm, training) => rectifiedBatchNorm(x, norm, { training, addend }),
    );
  }

  /** Applies the batch norm `norm`, ReLU, and a convolution. */
  normalizedConvolution(
    x: tf.Tensor5D,
    norm: string,
    { convolution: name, stride, frameStride }: ConvolutionLayer,
  ): tf.Tensor5D {
    const filter = this.filter(name);
    return this.#updateStatistics(
      norm,
      (parameters, training) =>
        normalizedConvolution(x, parameters, filter, { stride, frameStride, training }),
    );
  }

  /**
   * Applies dropout: sets values to zero at random in training; returns `x` itself in evaluation.
   *
   * @throws {TypeError} If a training pass has no `randomSeed`.
   */
  drop<T extends tf.Tensor>(x: T, { index, ...options }: DropOptions): T {
    const { training, randomSeed: seed, rows } = this.#input;
    if (!training || options.rate === 0) return x;
    if (seed === undefined) {
      throw new TypeError("Cannot train with dropout as 'randomSeed' must be given");
    }
    return dropout(x, { ...options, seed, site: index, rows });
  }

  /**
   * Calls `run` with the batch norm `name` and whether it is trained; in training, keeps the
   * statistics that it returns.
   */
  #updateStatistics(
    name: string,
    run: (parameters: BatchNormParameters, training: boolean) => BatchNormResult,
    { trainedWith = `${name}.weight`, affine = this.#affineOf(name) }: NormOptions = {},
  ): tf.Tensor5D {
    const mean = `${name}.running_mean`;
    const variance = `${name}.running_var`;
    const { statistics, training, frozen, statisticsMomentum: momentum } = this.#input;
    const { normExchange, parts } = this.#input;
    const isFrozen = frozen?.has(trainedWith) ?? false;
    const result = run({
      ...affine,
      runningMean: tensorNamed(statistics, mean),
      runningVariance: tensorNamed(statistics, variance),
      momentum,
      epsilon: this.#options.epsilon,
      exchange: normExchange && { ...normExchange, name: `${normExchange.name} ${name}` },
      meeting: parts && { parts, name },
    }, training && !isFrozen);
    if (training) {
      const { runningMean, runningVariance } = result;
      this.#updatedStatistics[mean] = isFrozen ? runningMean.clone() : runningMean;
      this.#updatedStatistics[variance] = isFrozen ? runningVariance.clone() : runningVariance;
    }
    return result.output;
  }

  #affineOf(name: string): Affine {
    return { weight: this.parameter(`${name}.weight`), bias: this.parameter(`${name}.bias`) };
  }
}

function tensorNamed<T extends tf.Tensor>(tensors: Parameters, name: string): T {
  const tensor = tensors[name];
  if (tensor === undefined) {
    throw new ReferenceError(`Cannot run the model as tensor '${name}' is missing`);
  }
  return tensor as T;
}
