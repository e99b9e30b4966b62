import assert from "node:assert/strict";
import { compile, disposeTree, mixedPrecision, tf } from "../../../runtime/mod.ts";
import { batchNorm, layerNormLinear, linear } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

type Shape5 = [number, number, number, number, number];

/** Maximum relative error of a mean or variance of a batch. */
const MOMENT_TOLERANCE = 1e-6;

/** Maximum relative error of a gradient. */
const GRADIENT_TOLERANCE = 1e-5;

/** Sums over the rows of a matrix [rows, channels], in float64. */
class ExactSums {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Gradients of scale and shift. */
  readonly scale: Float64Array;
  readonly shift: Float64Array;
  readonly #channels: number;

  constructor(x: ArrayLike<number>, dy: ArrayLike<number>, channels: number) {
    this.#channels = channels;
    const rows = x.length / channels;
    this.mean = this.#sum(x, (value) => value / rows);
    const centered = (index: number) => x[index]! - this.mean[index % channels]!;
    this.variance = this.#sum(x, (_, index) => centered(index) ** 2 / rows);
    this.shift = this.#sum(dy, (value) => value);
    this.scale = this.#sum(dy, (value, index) => {
      return value * centered(index) / Math.sqrt(this.variance[index % channels]! + 1e-5);
    });
  }

  /** Computes the gradient of the input. */
  input(x: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
    const rows = x.length / this.#channels;
    return Float64Array.from(dy, (value, index) => {
      const channel = index % this.#channels;
      const inverse = 1 / Math.sqrt(this.variance[channel]! + 1e-5);
      const normalized = (x[index]! - this.mean[channel]!) * inverse;
      const projection = normalized * this.scale[channel]! / rows;
      return inverse * (value - this.shift[channel]! / rows - projection);
    });
  }

  #sum(values: ArrayLike<number>, term: (value: number, index: number) => number): Float64Array {
    const sums = new Float64Array(this.#channels);
    for (let index = 0; index < values.length; index++) {
      sums[index % this.#channels]! += term(values[index]!, index);
    }
    return sums;
  }
}

/** ‖actual - exact‖ / ‖exact‖. */
function relativeError(actual: ArrayLike<number>, exact: Float64Array): number {
  let difference = 0;
  let norm = 0;
  exact.forEach((value, index) => {
    difference += (actual[index]! - value) ** 2;
    norm += value ** 2;
  });
  return Math.sqrt(difference / norm);
}

function assertErrors(
  actual: Readonly<Record<string, tf.Tensor>>,
  exact: Readonly<Record<string, Float64Array>>,
  tolerance: number,
): void {
  for (const [name, values] of Object.entries(exact)) {
    const error = relativeError(actual[name]!.dataSync<"float32">(), values);
    assert.ok(error < tolerance, `${name} is off by ${error}`);
  }
}

interface Inputs {
  readonly [name: string]: tf.Tensor;
  readonly x: tf.Tensor5D;
  readonly dy: tf.Tensor5D;
  readonly one: tf.Tensor1D;
  readonly zero: tf.Tensor1D;
}

/** Draws a normal distribution whose negative values are 0 if `rectified`, and gradients. */
function draw(shape: Shape5, mean: number, rectified: boolean): Inputs {
  return tf.tidy(() => {
    const drawn = drawNormal<tf.Rank.R5>(shape, 5, mean, 1.3);
    const x = rectified ? tf.relu(drawn) : drawn;
    const noise = drawNormal<tf.Rank.R5>(shape, 6, 0.1);
    const dy = tf.add<tf.Tensor5D>(noise, tf.mul(tf.sub(x, mean), 0.2));
    return { x, dy, one: tf.ones<tf.Rank.R1>([shape[4]]), zero: tf.zeros<tf.Rank.R1>([shape[4]]) };
  });
}

/** The batch's statistics, biased as {@linkcode ExactSums}, and all gradients. */
function passes({ x, dy, one, zero }: Inputs): Record<string, tf.Tensor> {
  const rows = x.size / x.shape[4];
  const norm = { weight: one, bias: zero, runningMean: zero, runningVariance: one, momentum: 1 };
  const { runningMean, runningVariance } = batchNorm(x, norm, true);
  const [input, scale, shift] = tf.grads((x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) => {
    const parameters = { ...norm, weight: weight as tf.Tensor1D, bias: bias as tf.Tensor1D };
    return tf.sum(tf.mul(batchNorm(x as tf.Tensor5D, parameters, true).output, dy));
  })([x, one, zero]);
  const variance = tf.mul(runningVariance, (rows - 1) / rows);
  return { mean: runningMean, variance, input: input!, scale: scale!, shift: shift! };
}

Deno.test.each(
  [
    ["1,103,872 values, 11 clips of 8×112×112", [11, 8, 112, 112, 4], 0.7, false],
    ["1,103,872 rectified values", [11, 8, 112, 112, 4], 0.7, true],
    ["784 values, op by op", [2, 8, 7, 7, 4], 0.7, true],
    ["48,735 values, 57 × 57 pixels", [3, 5, 57, 57, 4], 0.7, true],
    ["12,167 values in groups of one", [1, 23, 23, 23, 8], 0.7, false],
    ["a mean of 100 deviations", [2, 8, 56, 56, 4], 130, false],
  ] as const,
)("batchNorm() sums without loss: %s", (_, shape, mean, rectified) => {
  const assertNoLeaks = watchTensors();
  const inputs = draw([...shape], mean, rectified);
  const actual = tf.tidy(() => passes(inputs));
  const [x, dy] = [inputs.x.dataSync<"float32">(), inputs.dy.dataSync<"float32">()];
  const exact = new ExactSums(x, dy, shape[4]);
  assertErrors(actual, { mean: exact.mean, variance: exact.variance }, MOMENT_TOLERANCE);
  const { scale, shift } = exact;
  assertErrors(actual, { scale, shift, input: exact.input(x, dy) }, GRADIENT_TOLERANCE);
  disposeTree([inputs, actual]);
  assertNoLeaks();
});

Deno.test("batchNorm() gives the same bits compiled as op by op", async () => {
  const inputs = draw([2, 8, 56, 56, 16], 0.7, true);
  using compiled = compile(passes);
  const expected = tf.tidy(() => passes(inputs));
  const actual = await compiled(inputs);
  for (const [name, tensor] of Object.entries(expected)) {
    assert.deepEqual(actual[name]!.dataSync(), tensor.dataSync(), name);
  }
  disposeTree([inputs, expected, actual]);
});

Deno.test("batchNorm() sums bfloat16 values in float32", async () => {
  const rows = 2 * 8 * 56 * 56;
  const matrix = drawNormal<tf.Rank.R2>([rows, 16], 5, 0.7, 1.3);
  const identity = tf.eye(16);
  const one = tf.ones<tf.Rank.R1>([16]);
  const zero = tf.zeros<tf.Rank.R1>([16]);
  using compiled = compile(mixedPrecision((inputs: Record<string, tf.Tensor>) => {
    // The product's result is bfloat16.
    const x = tf.matMul(inputs.matrix!, inputs.identity!);
    const parameters = {
      weight: inputs.one as tf.Tensor1D,
      bias: inputs.zero as tf.Tensor1D,
      runningMean: inputs.zero as tf.Tensor1D,
      runningVariance: inputs.one as tf.Tensor1D,
      momentum: 1,
    };
    const clip = tf.reshape<tf.Rank.R5>(x, [2, 8, 56, 56, 16]);
    const { runningMean, runningVariance } = batchNorm(clip, parameters, true);
    return { x, mean: runningMean, variance: tf.mul(runningVariance, (rows - 1) / rows) };
  }));
  const inputs = { matrix, identity, one, zero };
  const actual = await compiled(inputs);
  const x = actual.x.dataSync<"float32">();
  assert.notDeepEqual(x, matrix.dataSync());
  const { mean, variance } = new ExactSums(x, x, 16);
  assertErrors(actual, { mean, variance }, MOMENT_TOLERANCE);
  disposeTree([inputs, actual]);
});

Deno.test.each([1569, 138_688])("linear() sums its bias's gradient over %d rows", (rows) => {
  tf.tidy(() => {
    const dy = drawNormal<tf.Rank.R2>([rows, 16], 5, 0.3);
    const x = tf.zerosLike(dy);
    const weight = tf.eye(16);
    const weighted = (bias: tf.Tensor) =>
      tf.sum(tf.mul(linear(x, weight, bias as tf.Tensor1D), dy));
    const shift = tf.grad(weighted)(tf.zeros([16]));
    const values = dy.dataSync<"float32">();
    const exact = new ExactSums(values, values, 16);
    assertErrors({ shift }, { shift: exact.shift }, MOMENT_TOLERANCE);
  });
});

Deno.test.each([1569, 138_688])("layerNormLinear() sums its gradients over %d rows", (rows) => {
  tf.tidy(() => {
    const dy = drawNormal<tf.Rank.R2>([rows, 16], 5, 0.3);
    // Rows of mean 0 and variance 1, so that the layer norm changes nothing.
    const x = tf.tile(tf.tensor2d([[1, -1]]), [rows, 8]) as tf.Tensor2D;
    const [scale, shift] = tf.grads((weight: tf.Tensor, bias: tf.Tensor) => {
      const norm = { weight: weight as tf.Tensor1D, bias: bias as tf.Tensor1D };
      const y = layerNormLinear(x, norm, tf.eye(16), tf.zeros<tf.Rank.R1>([16]));
      return tf.sum(tf.mul(y, dy));
    })([tf.ones([16]), tf.zeros([16])]);
    const values = dy.dataSync<"float32">();
    const exactShift = new ExactSums(values, values, 16).shift;
    const exactScale = exactShift.map((sum, column) => {
      return (column % 2 === 0 ? sum : -sum) / Math.sqrt(1 + 1e-6);
    });
    assertErrors(
      { scale: scale!, shift: shift! },
      { scale: exactScale, shift: exactShift },
      MOMENT_TOLERANCE,
    );
  });
});
