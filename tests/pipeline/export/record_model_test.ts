import assert from "node:assert/strict";
import { recordModel } from "../../../pipeline/export/record_model.ts";
import { nativeOp, type RecordedGraph, tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { expectOutputs, SMALL_CASES, tinyModel } from "./_tiny_models.ts";

/** How far a value may be from the network's own, as a share of the largest one. */
const TOLERANCE = 1e-5;

/** Runs a recorded graph op by op. */
function run(
  { nodes, outputs }: RecordedGraph,
  inputs: Readonly<Record<string, tf.Tensor>>,
): Record<string, tf.Tensor> {
  const results = new Map<string, tf.Tensor[]>();
  for (const { name, op, inputs: endpoints, attributes, outputs, values } of nodes) {
    if (op === "Placeholder") results.set(name, [inputs[name]!]);
    else if (op === "Const") {
      const { shape } = outputs[0]!;
      const isInteger = values instanceof Int32Array;
      const constant = values as Float32Array | Int32Array;
      results.set(name, [tf.tensor(constant, [...shape], isInteger ? "int32" : "float32")]);
    } else {
      const read = endpoints.map(({ node, output }) => results.get(node)![output]!);
      results.set(name, nativeOp(op, attributes, read, outputs.length));
    }
  }
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { node, output }]) => [name, results.get(node)![output]!]),
  );
}

for (const { kind, answer } of SMALL_CASES) {
  Deno.test(`recordModel() records ${answer} of ${kind} for batches of any size`, () =>
    withFolder(async (folder) => {
      const assertNoLeaks = watchTensors();
      {
        using model = (await tinyModel(kind, answer)).model;
        const { inputs, outputs } = await expectOutputs(folder, model);
        const graph = recordModel(model.networks, model.facts);
        const ops = graph.nodes.map(({ op, name }) => `${op} ${name}`);
        assert.deepEqual(ops.length, new Set(ops).size);
        for (const count of [1, 3]) {
          tf.tidy(() => {
            const clips = Object.fromEntries(
              Object.entries(inputs).map(([name, { file, shape }]) => {
                const values = new Float32Array(Deno.readFileSync(file).buffer);
                return [name, tf.slice(tf.tensor(values, [...shape]), 0, count)];
              }),
            );
            const results = run(graph, clips);
            assert.deepEqual(Object.keys(results), [...model.facts.outputs]);
            for (const [name, wanted] of Object.entries(outputs)) {
              const expected = tf.tensor2d(wanted.slice(0, count) as number[][]);
              const difference = tf.max(tf.abs(tf.sub(results[name]!, expected)));
              const share = tf.div(difference, tf.max(tf.abs(expected))).dataSync()[0]!;
              assert.ok(share < TOLERANCE, `${name} of ${count} differs by ${share}`);
            }
          });
        }
      }
      assertNoLeaks();
    }));
}
