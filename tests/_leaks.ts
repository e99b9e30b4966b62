import assert from "node:assert/strict";
import { dataTypeName } from "../runtime/ffi/data_types.ts";
import { device } from "../runtime/device.ts";
import type { LiveTensor } from "../runtime/bindings/eager_binding.ts";
import { tf } from "../runtime/mod.ts";
import "./_tensorflow.ts";

/**
 * Records which tensors are alive, tfjs's and TensorFlow's. The function that it returns asserts
 * that their number is the same again, and names those that are new: "3 handles leaked: 2 × Relu
 * [4,8] float32, 1 × …".
 */
export function watchTensors(): () => void {
  const { binding } = device();
  const tensors = tf.memory().numTensors;
  const known = new Set(Array.from(binding.liveTensors(), ({ id }) => id));
  return () => {
    const alive = [...binding.liveTensors()];
    const leaked = alive.length - known.size;
    const made = describe(alive.filter(({ id }) => !known.has(id)));
    assert.ok(leaked <= 0, `${leaked} handle${leaked === 1 ? "" : "s"} leaked: ${made}`);
    assert.ok(leaked === 0, `${-leaked} earlier handles were freed; new: ${made}`);
    assert.equal(tf.memory().numTensors - tensors, 0, `tfjs tensors left; new handles: ${made}`);
  };
}

/** Runs `body` in a `tf.tidy` and asserts that it leaves no tensors behind. */
export function withoutLeaks(body: () => void): void {
  const assertNoLeaks = watchTensors();
  // In braces: tidy would keep what `body` happens to return.
  tf.tidy(() => {
    body();
  });
  assertNoLeaks();
}

function describe(tensors: readonly LiveTensor[]): string {
  const kinds = Map.groupBy(tensors, ({ origin, shape, dtype }) => {
    return `${origin} [${shape}] ${dataTypeName(dtype)}`;
  });
  return Array.from(kinds, ([kind, list]) => `${list.length} × ${kind}`).join(", ") || "none";
}
