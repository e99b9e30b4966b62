import assert from "node:assert/strict";
import {
  compile,
  disposeTree,
  memoryRoom,
  shapeOnly,
  tensorsOf,
  type TensorTree,
  tf,
  withTensors,
} from "../../runtime/mod.ts";
import { dropout } from "../../runtime/ops/mod.ts";
import { watchTensors } from "../_leaks.ts";
import { usesGpu } from "../_tensorflow.ts";

function loss({ weights, inputs }: { weights: tf.Tensor2D; inputs: tf.Tensor2D }): tf.Scalar {
  return tf.sum(tf.square(tf.relu(tf.matMul(inputs, weights))));
}

function step({ weights, inputs }: { weights: tf.Tensor2D; inputs: tf.Tensor2D }) {
  const { value, grads } = tf.valueAndGrads((w: tf.Tensor) =>
    loss({ weights: w as tf.Tensor2D, inputs })
  )([weights]);
  return { value, weights: tf.sub(weights, tf.mul(grads[0]!, 0.01)) };
}

function example() {
  return {
    weights: tf.tensor2d([[1, -2], [3, 0.5]]),
    inputs: tf.tensor2d([[1, 2], [0.25, -1], [4, 1]]),
  };
}

Deno.test("compile() returns what the function returns op by op, gradients included", async () => {
  using compiled = compile(step);
  const inputs = example();
  for (let repeat = 0; repeat < 2; repeat++) {
    const traced = await compiled(inputs);
    const eager = tf.tidy(() => step(inputs));
    assert.deepEqual(traced.weights.arraySync(), eager.weights.arraySync());
    assert.deepEqual(traced.value.arraySync(), eager.value.arraySync());
    disposeTree([traced, eager]);
  }
  disposeTree(inputs);
});

Deno.test("compile() traces once for inputs of one shape and again for another", async () => {
  let traces = 0;
  using compiled = compile(({ x }: { x: tf.Tensor }) => {
    traces++;
    return { y: tf.mul(x, 2) };
  });
  for (const size of [2, 2, 3, 2, 3]) {
    const x = tf.ones([size]);
    const { y } = await compiled({ x });
    assert.deepEqual(y.arraySync(), new Array(size).fill(2));
    disposeTree([x, y]);
  }
  assert.equal(traces, 2);
});

/** Compiles a function that counts its traces; `a` and `b` differ in their parts. */
function counting(seen: { traces: number }) {
  return compile(({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => {
    seen.traces++;
    return { b: tf.add(b, a), a: tf.sub(a, b) };
  });
}

Deno.test("compile() accepts the keys of a record in any order", async () => {
  const seen = { traces: 0 };
  using compiled = counting(seen);
  const a = tf.tensor1d([1, 2]);
  const b = tf.tensor1d([10, 20]);
  for (const inputs of [{ a, b }, { b, a }]) {
    const outputs = await compiled(inputs);
    assert.deepEqual(Object.keys(outputs), ["b", "a"]);
    assert.deepEqual(outputs.a.arraySync(), [-9, -18]);
    assert.deepEqual(outputs.b.arraySync(), [11, 22]);
    disposeTree(outputs);
  }
  assert.equal(seen.traces, 1);
  disposeTree([a, b]);
});

Deno.test("compile() traces once when a function is fed its own output", async () => {
  const seen = { traces: 0 };
  using compiled = counting(seen);
  let state = { a: tf.scalar(1), b: tf.scalar(10) } as { a: tf.Tensor; b: tf.Tensor };
  for (const [a, b] of [[-9, 11], [-20, 2], [-22, -18]]) {
    const next = await compiled(state);
    disposeTree(state);
    state = next;
    assert.deepEqual([state.a.arraySync(), state.b.arraySync()], [a, b]);
  }
  assert.equal(seen.traces, 1);
  disposeTree(state);
});

Deno.test("compile() distinguishes the forms of the same tensors", async () => {
  const x = tf.scalar(1);
  const y = tf.scalar(2);
  const forms: TensorTree[] = [
    [x, y],
    [[x, y]],
    [[x], y],
    [x, [y]],
    [x, y, []],
    [x, y, {}],
    { a: x, b: y },
    { a: x, c: y },
    { a: { b: x, c: y } },
    { a: { b: x }, c: y },
    { "a.b": x, c: y },
    { "a,b": x, c: y },
    { 0: x, 1: y },
  ];
  const met: TensorTree[] = [];
  using compiled = compile((tree: TensorTree) => {
    met.push(tree);
    return withTensors(tree, tensorsOf(tree).map((tensor) => tf.add(tensor, 1)));
  });
  for (const form of forms) {
    const result = await compiled(form);
    assert.deepEqual(withTensors(result, [x, y]), withTensors(form, [x, y]));
    assert.deepEqual(tensorsOf(result).map((tensor) => tensor.arraySync()), [2, 3]);
    disposeTree(result);
  }
  assert.equal(met.length, forms.length);
  disposeTree([x, y]);
});

Deno.test("compile() leaves tensor and handle counts where they were", async () => {
  using compiled = compile(step);
  const inputs = example();
  disposeTree(await compiled(inputs));
  const assertNoLeaks = watchTensors();
  for (let repeat = 0; repeat < 5; repeat++) disposeTree(await compiled(inputs));
  assertNoLeaks();
  disposeTree(inputs);
});

Deno.test("compile() captures outside tensors as constants and leaves them usable", async () => {
  const scale = tf.scalar(3);
  using compiled = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, scale) }));
  const x = tf.tensor1d([1, 2]);
  const { y } = await compiled({ x });
  assert.deepEqual(y.arraySync(), [3, 6]);
  assert.equal(scale.arraySync(), 3);
  disposeTree([x, y, scale]);
});

Deno.test("compile() returns constants that the function makes", async () => {
  const assertNoLeaks = watchTensors();
  using compiled = compile(({ x }: { x: tf.Tensor }) => {
    const seven = tf.scalar(7);
    return { seven, again: seven.clone(), zeros: tf.zeros([2], "int32"), y: tf.mul(x, seven) };
  });
  const x = tf.scalar(2);
  for (let call = 0; call < 2; call++) {
    const outputs = await compiled({ x });
    const { seven, again, zeros, y } = outputs;
    const values = [seven, again, zeros, y].map((tensor) => tensor.arraySync());
    assert.deepEqual(values, [7, 7, [0, 0], 14]);
    assert.equal(zeros.dtype, "int32");
    disposeTree(outputs);
  }
  x.dispose();
  assertNoLeaks();
});

Deno.test("compile() frees a kept output of the trace, and no outside tensor that is returned", async () => {
  const scale = tf.scalar(3);
  using compiled = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.keep(tf.mul(x, scale)), scale }));
  const x = tf.scalar(2);
  const before = tf.memory().numTensors;
  const outputs = await compiled({ x });
  assert.equal(tf.memory().numTensors, before + 2);
  const values = [outputs.y, outputs.scale, scale].map((tensor) => tensor.arraySync());
  assert.deepEqual(values, [6, 3, 3]);
  disposeTree([x, scale, outputs]);
});

Deno.test("compile() keeps the event loop free while TensorFlow computes", async () => {
  using compiled = compile(({ x }: { x: tf.Tensor2D }) => {
    let y = x;
    for (let i = 0; i < 8; i++) y = tf.matMul(y, x);
    return { y };
  });
  const x = tf.fill([512, 512], 1e-3) as tf.Tensor2D;
  disposeTree(await compiled({ x }));
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  disposeTree(await compiled({ x }));
  clearInterval(timer);
  assert.ok(ticks > 0, "no timer ran during the call");
  x.dispose();
});

Deno.test("compile() keeps random ops random from call to call, and repeatable by their seed", async () => {
  using compiled = compile(({ x, seed }: { x: tf.Tensor; seed: tf.Tensor1D }) => ({
    dropped: dropout(x, { rate: 0.5, seed, site: 1 }),
  }));
  const x = tf.ones([64]);
  const draws: string[] = [];
  for (const first of [1, 2, 1]) {
    const seed = tf.tensor1d([first, 7], "int32");
    const { dropped } = await compiled({ x, seed });
    const eager = tf.tidy(() => dropout(x, { rate: 0.5, seed, site: 1 }));
    assert.deepEqual(dropped.arraySync(), eager.arraySync());
    draws.push(`${dropped.dataSync()}`);
    disposeTree([seed, dropped, eager]);
  }
  assert.notEqual(draws[0], draws[1]);
  assert.equal(draws[0], draws[2]);
  x.dispose();
});

Deno.test("compile() with XLA returns what the function returns op by op, gradients included", async () => {
  const assertNoLeaks = watchTensors();
  using compiled = compile(step, { xla: true });
  const inputs = example();
  const fused = await compiled(inputs);
  const eager = tf.tidy(() => step(inputs));
  const expected = eager.weights.dataSync();
  assert.equal(fused.weights.size, expected.length);
  fused.weights.dataSync().forEach((value, index) => {
    const wanted = expected[index] ?? NaN;
    assert.ok(Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted), `${value}, not ${wanted}`);
  });
  disposeTree([fused, eager, inputs]);
  assertNoLeaks();
});

Deno.test("compile().prepare() traces what calls of the same form run", async () => {
  let traces = 0;
  using compiled = compile((inputs: ReturnType<typeof example>) => {
    traces++;
    return step(inputs);
  });
  const assertNoLeaks = watchTensors();
  const form = {
    weights: shapeOnly<tf.Rank.R2>([2, 2]),
    inputs: shapeOnly<tf.Rank.R2>([3, 2]),
  };
  const { peakBytes } = compiled.prepare(form);
  assert.deepEqual(compiled.prepare(form), { peakBytes });
  const inputs = example();
  const traced = await compiled(inputs);
  assert.equal(traces, 1);
  const eager = tf.tidy(() => step(inputs));
  assert.deepEqual(traced.weights.arraySync(), eager.weights.arraySync());
  disposeTree([inputs, traced, eager]);
  assertNoLeaks();
});

Deno.test({
  name: "compile().prepare() measures what would never fit, without refusing it",
  ignore: usesGpu,
  fn: async () => {
    using compiled = compile((x: tf.Tensor) => tf.sum(tf.exp(tf.mul(x, 2))));
    // 4 PB: two such tensors are held at once.
    const elements = 1e15;
    const { peakBytes } = compiled.prepare(shapeOnly<tf.Rank.R1>([elements]));
    assert.ok(peakBytes >= 2 * 4 * elements);
    const room = memoryRoom();
    assert.ok(room !== undefined && room < peakBytes);
    const small = tf.zeros([4]);
    const result = await compiled(small);
    assert.equal(result.arraySync(), 4);
    disposeTree([small, result]);
  },
});

Deno.test("compile().prepare() refuses a disposed function", () => {
  const compiled = compile((x: tf.Tensor) => tf.mul(x, 2));
  compiled[Symbol.dispose]();
  assert.throws(() => compiled.prepare(shapeOnly<tf.Rank.R1>([2])), /was disposed/);
});
