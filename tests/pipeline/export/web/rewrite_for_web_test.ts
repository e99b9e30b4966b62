import assert from "node:assert/strict";
import { encodeGraphModel } from "../../../../pipeline/export/web/graph_model.ts";
import { rewriteForWeb } from "../../../../pipeline/export/web/rewrites/rewrite_for_web.ts";
import { recordModel } from "../../../../pipeline/export/record_model.ts";
import { type RecordedGraph, recordGraph, tf } from "../../../../runtime/mod.ts";
import { checkLevels } from "../../../../pipeline/export/web/page/check_levels.ts";
import { checkOf } from "../../../../pipeline/export/web/check_of.ts";
import { SMALL_KINDS, tinyModel } from "../_tiny_models.ts";
import "../../../_tensorflow.ts";
import { drawNormal } from "../../../_draw_normal.ts";

/** How far a logit may be from that of the networks, as a share of the largest one. */
const TOLERANCE = 1e-5;

/** Ops with which no backend of TensorFlow.js is fast, or sound. */
const UNWANTED = ["Conv3D", "Conv2D", "BiasAdd", "Exp"];

/** Loads a graph as TensorFlow.js does, and computes its outputs by this program's own kernels. */
async function run(graph: RecordedGraph, feeds: Record<string, tf.Tensor>, outputs: string[]) {
  const { topology, manifest, weights } = encodeGraphModel(graph);
  const weightData = await new Blob([...weights]).arrayBuffer();
  const artifacts = {
    ...topology,
    weightSpecs: manifest.map((entry) => ({ ...entry })),
    weightData,
  };
  const model = await tf.loadGraphModel(
    tf.io.fromMemory(artifacts as unknown as tf.io.ModelArtifacts),
  );
  const results = [model.execute(feeds, outputs)].flat();
  const values = await Promise.all(results.map((result) => result.array() as Promise<number[][]>));
  tf.dispose(results);
  model.dispose();
  return values;
}

for (const kind of SMALL_KINDS) {
  Deno.test(`rewriteForWeb() changes no logits beyond rounding: ${kind}`, async () => {
    using tiny = await tinyModelOf(kind);
    const { facts, networks } = tiny;
    const graph = recordModel(networks, facts);
    const rewritten = rewriteForWeb(graph);
    const ops = new Set(rewritten.nodes.map(({ op }) => op));
    assert.deepEqual(UNWANTED.filter((op) => ops.has(op)), []);
    const feeds = Object.fromEntries(facts.inputs.map(({ name, shape: [, ...extents] }) => {
      const levels = checkLevels(tf.util.sizeFromShape(extents));
      const clips = tf.tidy(() => {
        const clip = tf.tensor(levels, extents);
        return tf.stack([tf.onesLike(clip), clip]);
      });
      return [name, clips];
    }));
    const outputs = facts.outputs.slice(0, 2);
    const { logits } = checkOf(tiny);
    for (const form of [graph, rewritten]) {
      const values = await run(form, feeds, outputs);
      for (const [index, expected] of logits.entries()) {
        const largest = Math.max(...expected.map(Math.abs));
        for (const [label, value] of expected.entries()) {
          const difference = Math.abs(values[index]![1]![label]! - value);
          assert.ok(difference <= TOLERANCE * largest, `${outputs[index]}: ${difference}`);
        }
      }
    }
    tf.dispose(feeds);
  });
}

async function tinyModelOf(kind: (typeof SMALL_KINDS)[number]) {
  return (await tinyModel(kind, "both")).model;
}

for (const kind of SMALL_KINDS) {
  Deno.test(`rewriteForWeb() leaves no op on more than four axes that combines or pads: ${kind}`, async () => {
    using tiny = await tinyModelOf(kind);
    const { nodes } = rewriteForWeb(recordModel(tiny.networks, tiny.facts));
    const byName = new Map(nodes.map((node) => [node.name, node]));
    const unsound = nodes.filter(({ op, inputs, outputs }) => {
      const rank = outputs[0]!.shape.length;
      if (op === "PadV2" || op === "Transpose") return rank > 4;
      if (!["Add", "Mul", "Sub"].includes(op)) return false;
      const ranks = inputs.map(({ node }) => byName.get(node)!.outputs[0]!.shape.length);
      return rank > 4 && new Set(ranks).size > 1;
    });
    assert.deepEqual(unsound.map(({ name }) => name), []);
  });
}

/** What looks like an op that is rewritten, and must stay what it is. */
const UNLIKE: Readonly<Record<string, (clips: tf.Tensor5D) => tf.Tensor>> = {
  "a padding with ones": (clips) => tf.pad(clips, [[0, 0], [1, 0], [0, 1], [0, 0], [0, 0]], 1),
  "a padding of channels": (clips) => tf.pad(clips, [[0, 0], [1, 0], [0, 0], [0, 0], [0, 2]]),
  "the axes of a second part": (clips) => {
    const [, second] = tf.split(clips, 2, 2) as [tf.Tensor5D, tf.Tensor5D];
    return tf.transpose(second, [0, 3, 1, 4, 2]);
  },
  "a padding of a second part": (clips) => {
    const [, second] = tf.split(clips, 2, 2) as [tf.Tensor5D, tf.Tensor5D];
    return tf.pad(second, [[0, 0], [1, 1], [0, 0], [0, 0], [0, 0]]);
  },
};

for (const [what, compute] of Object.entries(UNLIKE)) {
  Deno.test(`rewriteForWeb() computes ${what} as it is`, async () => {
    const clips = drawNormal<tf.Rank.R5>([2, 3, 4, 5, 2], 1);
    const graph = recordGraph(
      (inputs) => ({ result: tf.tidy(() => compute(inputs.clips as tf.Tensor5D)) }),
      { clips },
    );
    const expected = tf.tidy(() => compute(clips).dataSync());
    const [result] = await run(rewriteForWeb(graph), { clips }, ["result"]);
    assert.deepEqual(Float32Array.from(result!.flat(4) as number[]), expected);
    tf.dispose(clips);
  });
}
