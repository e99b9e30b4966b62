import assert from "node:assert/strict";
import {
  compile,
  disposeTree,
  tensorsOf,
  type TensorTree,
  tf,
  tidyTree,
  withTensors,
} from "../../runtime/mod.ts";
import { signatureOf } from "../../runtime/tensor_tree.ts";
import { withoutLeaks } from "../_leaks.ts";

Deno.test("tensorsOf() sorts records by their keys and keeps the order of lists", () =>
  withoutLeaks(() => {
    const [a, b, c, d] = [tf.scalar(0), tf.scalar(1), tf.scalar(2), tf.scalar(3)];
    assert.deepEqual(tensorsOf({ second: { z: d, y: c }, first: [a, b] }), [a, b, c, d]);
    assert.deepEqual(tensorsOf([]), []);
  }));

Deno.test("withTensors() keeps the order of keys", () =>
  withoutLeaks(() => {
    const [x, y] = [tf.scalar(1), tf.scalar(2)];
    const rebuilt = withTensors({ b: x, a: [x] }, [x, y]);
    assert.deepEqual(Object.keys(rebuilt), ["b", "a"]);
    assert.deepEqual(rebuilt, { b: y, a: [x] });
  }));

Deno.test.each([0, 1, 3])("withTensors() refuses %d tensors for a tree of 2", (count) => {
  withoutLeaks(() => {
    const x = tf.scalar(1);
    assert.throws(() => withTensors([x, x], new Array(count).fill(x)), {
      name: "RangeError",
      message: "Cannot rebuild a tree as the number of 'tensors' must be 2: " +
        `current value is ${count}`,
    });
  });
});

Deno.test("signatureOf() shows form, types and shapes", () =>
  withoutLeaks(() => {
    const tree = { "b.c": tf.zeros([2, 3]), a: [tf.scalar(1, "int32")] };
    assert.equal(signatureOf(tree), '{"a":[int32[]],"b.c":float32[2,3]}');
  }));

Deno.test("tidyTree() keeps only the tensors of the tree", () =>
  withoutLeaks(() => {
    const before = tf.memory().numTensors;
    const tree = tidyTree(() => {
      const x = tf.ones([2]);
      return { sums: [tf.sum(x), tf.mean(x)], label: "kept" };
    });
    assert.equal(tf.memory().numTensors, before + 2);
    assert.equal(tree.label, "kept");
    disposeTree(tree.sums);
    assert.equal(tf.memory().numTensors, before);
  }));

Deno.test("trees with anything but tensors are refused", async () => {
  const parts = [
    ["a number", 3],
    ["a string", "name"],
    ["undefined", undefined],
    ["null", null],
    ["an object of the class Promise", Promise.resolve()],
    ["an object of the class Float32Array", new Float32Array(1)],
  ] as const;
  for (const [name, part] of parts) {
    const tree = { part } as unknown as TensorTree;
    const expected = {
      name: "TypeError",
      message: "Cannot use a tree of tensors as all its parts must be tensors, lists or records: " +
        `current value is ${name}`,
    };
    assert.throws(() => tensorsOf(tree), expected);
    assert.throws(() => withTensors(tree, []), expected);
    assert.throws(() => signatureOf(tree), expected);
  }
  using late = compile((() => Promise.resolve([])) as unknown as () => TensorTree);
  await assert.rejects(late([]), /current value is an object of the class Promise/);
});
