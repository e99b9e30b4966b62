import assert from "node:assert/strict";
import {
  attr,
  compile,
  disposeTree,
  liveHandles,
  nativeOp,
  startTensorFlow,
  tf,
} from "../../runtime/mod.ts";

await startTensorFlow();

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

Deno.test("compile() gives what the function gives op by op, gradients included", async () => {
  const compiled = compile(step);
  const inputs = example();
  for (let repeat = 0; repeat < 2; repeat++) {
    const traced = await compiled(inputs);
    const eager = tf.tidy(() => step(inputs));
    assert.deepEqual(traced.weights.arraySync(), eager.weights.arraySync());
    assert.deepEqual(traced.value.arraySync(), eager.value.arraySync());
    disposeTree([traced, eager]);
  }
  disposeTree(inputs);
  compiled.dispose();
});

Deno.test("compile() traces once for inputs of one shape and again for another", async () => {
  let traces = 0;
  const compiled = compile(({ x }: { x: tf.Tensor }) => {
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
  compiled.dispose();
});

Deno.test("compile() leaves tensor and handle counts where they were", async () => {
  const compiled = compile(step);
  const inputs = example();
  disposeTree(await compiled(inputs));
  const before = { tensors: tf.memory().numTensors, handles: liveHandles() };
  for (let repeat = 0; repeat < 5; repeat++) disposeTree(await compiled(inputs));
  assert.deepEqual({ tensors: tf.memory().numTensors, handles: liveHandles() }, before);
  disposeTree(inputs);
  compiled.dispose();
});

Deno.test("compile() captures outside tensors as constants and leaves them usable", async () => {
  const scale = tf.scalar(3);
  const compiled = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, scale) }));
  const x = tf.tensor1d([1, 2]);
  const { y } = await compiled({ x });
  assert.deepEqual(y.arraySync(), [3, 6]);
  assert.equal(scale.arraySync(), 3);
  disposeTree([x, y, scale]);
  compiled.dispose();
});

Deno.test("compile() names the op whose value is read inside", async () => {
  const compiled = compile(({ x }: { x: tf.Tensor }) => {
    tf.exp(x).dataSync();
    return { x };
  });
  const x = tf.scalar(1);
  await assert.rejects(
    compiled({ x }),
    /Cannot read the value of op Exp inside a compiled function/,
  );
  assert.equal(tf.exp(x).dataSync().length, 1);
  x.dispose();
});

Deno.test("compile() names the op and the shapes that TensorFlow refuses", async () => {
  const compiled = compile(({ x }: { x: tf.Tensor2D }) => ({
    y: nativeOp("MatMul", [attr.type("T", "float32")], [x, x], 1)[0]!,
  }));
  const x = tf.zeros([2, 1]) as tf.Tensor2D;
  await assert.rejects(compiled({ x }), /Cannot run op MatMul on \[2,1\], \[2,1\]/);
  x.dispose();
});

Deno.test("compile() lets the event loop go on while TensorFlow computes", async () => {
  const compiled = compile(({ x }: { x: tf.Tensor2D }) => {
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
  compiled.dispose();
});
