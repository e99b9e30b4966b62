import assert from "node:assert/strict";
import { DataType, FusedKernel, recordGraph, shapeOnly, tf } from "../../runtime/mod.ts";
import { withoutLeaks } from "../_leaks.ts";

Deno.test("recordGraph() computes at once what follows from no input, and keeps it as a constant", () =>
  withoutLeaks(() => {
    const weight = tf.tensor1d([1, 2]);
    const { nodes, outputs } = recordGraph(
      ({ x }) => ({ y: x.mul(weight.add(1).square()) }),
      { x: shapeOnly([3, 2]) },
    );
    assert.deepEqual(nodes.map(({ op }) => op), ["Placeholder", "Const", "Mul"]);
    assert.deepEqual(nodes[1]!.values, Float32Array.of(4, 9));
    assert.deepEqual(nodes[2]!.outputs, [{ shape: [3, 2], dtype: DataType.float32 }]);
    assert.deepEqual(outputs, { y: { node: nodes[2]!.name, output: 0 } });
    weight.dispose();
  }));

Deno.test("recordGraph() records kernels op by op, however large their inputs are", () =>
  withoutLeaks(() => {
    const scale = tf.scalar(2);
    const kernel = new FusedKernel("scaled", [0], (x: tf.Tensor, scale: tf.Tensor) => [
      tf.relu(tf.mul(x, scale)),
    ]);
    for (const extent of [4, 2 ** 20]) {
      const { nodes } = recordGraph(({ x }) => ({ y: kernel.run(x, scale)[0] }), {
        x: shapeOnly([extent]),
      });
      assert.deepEqual(nodes.map(({ op }) => op), ["Placeholder", "Const", "Mul", "Relu"]);
    }
    // The kernel has not freed it.
    assert.equal(scale.arraySync(), 2);
    scale.dispose();
  }));

Deno.test("recordGraph() names the op whose value cannot be read, and leaves the device as it was", () =>
  withoutLeaks(() => {
    const read = () =>
      recordGraph(({ x }) => ({ y: tf.scalar(x.sum().dataSync()[0]!) }), { x: shapeOnly([2]) });
    assert.throws(read, /Cannot read the value of op Sum/);
    assert.equal(tf.add(1, 2).arraySync(), 3);
  }));

Deno.test("recordGraph() infers types that tfjs leaves out", () =>
  withoutLeaks(() => {
    const { nodes } = recordGraph(({ x }) => ({ y: tf.expandDims(x, 0) }), { x: shapeOnly([2]) });
    const expand = nodes.find(({ op }) => op === "ExpandDims")!;
    assert.deepEqual(expand.attributes.find(({ name }) => name === "T")?.value, DataType.float32);
  }));
