import assert from "node:assert/strict";
import { GraphBinding } from "../../runtime/bindings/graph_binding.ts";
import {
  compile,
  disposeTree,
  FusedKernel,
  mixedPrecision,
  tensorsOf,
  tf,
  tidyTree,
} from "../../runtime/mod.ts";
import {
  batchNorm,
  convolution,
  gelu,
  layerNormLinear,
  linear,
  relu,
} from "../../runtime/ops/mod.ts";
import { watchTensors, withoutLeaks } from "../_leaks.ts";
import { drawNormal } from "../_draw_normal.ts";

/** Whether every value is one that bfloat16 has: the lower half of its bits is zero. */
function isNarrow(tensor: tf.Tensor): boolean {
  const bits = new Uint32Array(Float32Array.from(tensor.dataSync()).buffer);
  return bits.every((value) => (value & 0xffff) === 0);
}

/** |actual - expected| / |expected| over all values together. */
function distance(actual: tf.Tensor, expected: tf.Tensor | undefined): number {
  assert.ok(expected !== undefined);
  const [apart] = tf.tidy(() =>
    tf.div(tf.norm(tf.sub(actual, expected)), tf.norm(expected)).dataSync()
  );
  return apart ?? Infinity;
}

const KERNEL = new FusedKernel("thirds", ["float32", "operand", 0], (x: tf.Tensor) => {
  const third = tf.mul(x, 1 / 3);
  return [third, third, third];
});

Deno.test("mixedPrecision() computes products in bfloat16 and returns float32", () =>
  withoutLeaks(() => {
    const a = drawNormal<tf.Rank.R2>([8, 16], 1);
    const b = drawNormal<tf.Rank.R2>([16, 8], 2);
    const multiply = mixedPrecision((factors: [tf.Tensor2D, tf.Tensor2D]): tf.Tensor =>
      tf.matMul(...factors)
    );
    const product = multiply([a, b]);
    assert.equal(product.dtype, "float32");
    assert.ok(isNarrow(product));
    assert.ok(distance(product, tf.matMul(a, b)) < 1e-2);
    // It is an ordinary tensor outside.
    assert.ok(!isNarrow(tf.mul(product, 1 / 3)));
  }));

Deno.test("mixedPrecision() leaves sums, exponentials and losses in float32", () =>
  withoutLeaks(() => {
    const values = mixedPrecision((x: tf.Tensor) => {
      const narrow = tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D);
      return {
        narrow,
        shaped: tf.relu(tf.transpose(tf.reshape(narrow, [4, 16]))),
        sum: tf.sum(narrow, 1),
        exponential: tf.exp(tf.div(narrow, 7)),
        residual: tf.add(x, narrow),
      };
    })(drawNormal([8, 8], 1));
    assert.deepEqual(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isNarrow(value)])),
      { narrow: true, shaped: true, sum: false, exponential: false, residual: false },
    );
  }));

Deno.test("mixedPrecision() gives kernels the types they ask for", () =>
  withoutLeaks(() => {
    const run = (x: tf.Tensor) => KERNEL.run(x);
    const narrow = (x: tf.Tensor) => KERNEL.run(tf.matMul(x as tf.Tensor2D, tf.eye(256)));
    const x = drawNormal([256, 256], 1);
    assert.deepEqual(mixedPrecision(run)(x).map(isNarrow), [false, true, false]);
    assert.deepEqual(mixedPrecision(narrow)(x).map(isNarrow), [false, true, true]);
    assert.deepEqual(run(x).map(isNarrow), [false, false, false]);
  }));

Deno.test("mixedPrecision() allows reading values where nothing is compiled", () =>
  withoutLeaks(() => {
    mixedPrecision((x: tf.Tensor) => {
      const product = tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D);
      assert.equal(product.dataSync().length, 4);
      return product;
    })(tf.tensor2d([[1, 2], [3, 4]]));
  }));

Deno.test("mixedPrecision() frees its casts when the function throws", () =>
  withoutLeaks(() => {
    const x = tf.ones([4, 4]);
    assert.throws(() =>
      tf.tidy(() =>
        mixedPrecision((x: tf.Tensor) => {
          tf.exp(tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D));
          throw new Error("planted");
        })(x)
      ), /planted/);
    assert.ok(!isNarrow(tf.div(x, 3)), "float32 is back");
  }));

interface NetworkInputs {
  readonly [name: string]: tf.Tensor;
  readonly x: tf.Tensor5D;
  readonly filter: tf.Tensor5D;
  readonly scale: tf.Tensor1D;
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
  readonly norm: tf.Tensor1D;
}

/** A small network with every kind of op. */
function network({ x, filter, scale, weight, bias, norm }: NetworkInputs): tf.Scalar {
  const { output } = batchNorm(convolution(x, filter), {
    weight: scale,
    bias: tf.zerosLike(scale),
    runningMean: tf.zerosLike(scale),
    runningVariance: tf.onesLike(scale),
  }, true);
  const rows = tf.reshape<tf.Rank.R2>(relu(output), [-1, 8]);
  const hidden = gelu(linear(rows, weight, bias));
  const parameters = { weight: norm, bias: tf.zerosLike(norm) };
  const normalized = layerNormLinear(hidden, parameters, tf.eye(64), tf.zerosLike(norm));
  return tf.mean(tf.square(tf.sub(normalized, tf.tanh(tf.mul(hidden, 2)))));
}

function gradients(inputs: NetworkInputs) {
  const names = Object.keys(inputs);
  const record = (tensors: readonly tf.Tensor[]): Record<string, tf.Tensor> =>
    Object.fromEntries(tensors.map((tensor, index) => [names[index], tensor]));
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    network({ ...inputs, ...record(tensors) })
  )(Object.values(inputs));
  return { value, gradients: record(grads) };
}

function networkInputs(): NetworkInputs {
  return {
    x: drawNormal([2, 4, 12, 12, 6], 1),
    filter: drawNormal([1, 3, 3, 6, 8], 2, 0, 0.3),
    scale: drawNormal([8], 3, 1, 0.1),
    weight: drawNormal([64, 8], 4, 0, 0.5),
    bias: drawNormal([64], 5, 0, 0.1),
    norm: drawNormal([64], 6, 1, 0.1),
  };
}

Deno.test("mixedPrecision() has the gradients of float32 but for rounding", () =>
  withoutLeaks(() => {
    const inputs = networkInputs();
    const mixed = mixedPrecision(gradients)(inputs);
    const exact = gradients(inputs);
    assert.ok(distance(mixed.value, exact.value) < 1e-2);
    for (const [name, gradient] of Object.entries(mixed.gradients)) {
      const apart = distance(gradient, exact.gradients[name]);
      assert.ok(apart > 0 && apart < 6e-2, `${name}: ${apart}`);
    }
  }));

Deno.test("mixedPrecision() compiled returns what it returns op by op, but for rounding", async () => {
  const assertNoLeaks = watchTensors();
  {
    using compiled = compile(mixedPrecision(gradients));
    const inputs = networkInputs();
    const eager = tidyTree(() => mixedPrecision(gradients)(inputs));
    const traced = await compiled(inputs);
    const expected = tensorsOf(eager);
    const distances = tensorsOf(traced).map((tensor, index) => distance(tensor, expected[index]));
    assert.ok(distances.every((apart) => apart < 1e-2), `${distances}`);
    disposeTree([eager, traced, inputs]);
  }
  assertNoLeaks();
});

Deno.test("mixedPrecision() casts weights of many rows again in the backward pass, and keeps no copies", async () => {
  const assertNoLeaks = watchTensors();
  const width = 512;
  type Inputs = { x: tf.Tensor2D; weights: tf.Tensor2D[]; bias: tf.Tensor1D };
  using compiled = compile<Inputs, tf.Tensor>(
    mixedPrecision(({ x, weights, bias }: Inputs) =>
      tf.grad((x: tf.Tensor) =>
        tf.sum(weights.reduce<tf.Tensor>((rows, weight) => linear(rows, weight, bias), x))
      )(x)
    ),
  );
  const weights = Array.from({ length: 6 }, () => tf.zeros<tf.Rank.R2>([width, width]));
  const bias = tf.zeros<tf.Rank.R1>([width]);
  /** Most memory at once, in copies of a weight. */
  const peaks: number[] = [];
  const { peakBytes } = GraphBinding.prototype;
  GraphBinding.prototype.peakBytes = function (results) {
    const bytes = peakBytes.call(this, results);
    peaks.push(bytes / (2 * width ** 2));
    return bytes;
  };
  try {
    for (const rows of [1023, 1024]) {
      const x = tf.ones<tf.Rank.R2>([rows, width]);
      disposeTree([x, await compiled({ x, weights, bias })]);
    }
  } finally {
    GraphBinding.prototype.peakBytes = peakBytes;
  }
  const [few = 0, many = 0] = peaks;
  assert.ok(few - many > 4, `${few} and ${many} copies at once`);
  disposeTree([weights, bias]);
  assertNoLeaks();
});

/** Fills memory that is free with the largest numbers, so that values never written show. */
function dirtyMemory(): void {
  const large = tf.fill([1 << 18], 3e38);
  tf.dispose([tf.add(large, 0), tf.mul(large, 1), large]);
}

Deno.test.each(
  [
    ["1×3×3", [1, 3, 3], 1],
    ["1×3×3 of stride 2", [1, 3, 3], 2],
    ["1×7×7 of stride 2", [1, 7, 7], 2],
    ["3×1×1", [3, 1, 1], 1],
    ["3×3×3", [3, 3, 3], 1],
    ["3×3×3 of stride 2", [3, 3, 3], 2],
    ["5×3×3", [5, 3, 3], 1],
  ] as const,
)("mixedPrecision() gives convolutions near those in float32, however few frames: %s", (
  _,
  kernel,
  stride,
) =>
  withoutLeaks(() => {
    const gradients = (x: tf.Tensor5D, filter: tf.Tensor5D) =>
      tf.grads((x: tf.Tensor, filter: tf.Tensor) =>
        tf.sum(tf.square(convolution(x as tf.Tensor5D, filter as tf.Tensor5D, { stride })))
      )([x, filter]);
    const narrow = mixedPrecision(
      ([x, filter]: [tf.Tensor5D, tf.Tensor5D]) => gradients(x, filter),
    );
    for (const frames of [1, 2, 3, 4, 6]) {
      for (const size of [1, 4]) {
        const x = drawNormal<tf.Rank.R5>([3, frames, size, size, 4], 1);
        const filter = drawNormal<tf.Rank.R5>([...kernel, 4, 8], 2);
        const expected = gradients(x, filter);
        dirtyMemory();
        narrow([x, filter]).forEach((gradient, index) => {
          const apart = distance(gradient, expected[index]);
          assert.ok(apart < 2e-2, `${frames} frames of ${size} pixels, ${index}: ${apart}`);
        });
      }
    }
  }));
