import { RecordingBinding } from "./bindings/recording_binding.ts";
import { device } from "./device.ts";
import type { RecordedGraph } from "./recorded_graph.ts";
import { tf } from "./tfjs.ts";

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/**
 * Records a function as plain data: what it computes of its inputs as TensorFlow's ops, everything
 * else, such as its weights, as constants. Nothing is computed of the inputs.
 *
 * @param fn Pure and synchronous, reads no values of its inputs.
 * @param inputs Give shapes and types, as {@linkcode shapeOnly} does; their names are those of the
 * graph's inputs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { recordGraph, shapeOnly, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const factor = tf.scalar(3);
 * const { nodes } = recordGraph(({ x }) => ({ y: tf.relu(x.mul(factor)) }), { x: shapeOnly([2]) });
 * assert.deepEqual(nodes.map(({ op }) => op), ["Placeholder", "Const", "Mul", "Relu"]);
 * ```
 */
export function recordGraph<Names extends string>(
  fn: (inputs: Readonly<Record<Names, tf.Tensor>>) => NamedTensors,
  inputs: Readonly<Record<Names, tf.Tensor>>,
): RecordedGraph {
  const { library, binding, backend } = device();
  const recording = new RecordingBinding(library, binding);
  const outer = backend.binding;
  backend.binding = recording;
  try {
    const outputs: Record<string, ReturnType<RecordingBinding["endpoint"]>> = {};
    tf.tidy(() => {
      const placeholders = Object.entries<tf.Tensor>(inputs).map(([name, { shape, dtype }]) => {
        const form = { shape, dtype: backend.getDTypeInteger(dtype) };
        return [name, backend.createOutputTensor(recording.placeholder(name, form))];
      });
      const results = Object.entries(fn(Object.fromEntries(placeholders)));
      for (const [name, tensor] of results) {
        const [id] = backend.getInputTensorIds([tensor]) as [number];
        outputs[name] = recording.endpoint(id);
      }
    });
    return { nodes: recording.nodes, outputs };
  } finally {
    backend.binding = outer;
    recording.close();
  }
}
