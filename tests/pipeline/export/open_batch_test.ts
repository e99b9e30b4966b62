import assert from "node:assert/strict";
import { openBatch } from "../../../pipeline/export/open_batch.ts";
import { recordGraph, shapeOnly, tf } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";

/** Records a function of clips for batches of two and of three, and opens the batch. */
function opened(compute: (clips: tf.Tensor5D) => tf.Tensor) {
  const [two, three] = [2, 3].map((batch) =>
    recordGraph(
      ({ clips }) => ({ result: tf.tidy(() => compute(clips as tf.Tensor5D)) }),
      { clips: shapeOnly<tf.Rank.R5>([batch, 4, 6, 6, 3]) },
    )
  );
  return openBatch(two!, three!);
}

Deno.test("openBatch() leaves the extent open that follows the batch", () => {
  const { nodes } = opened((clips) => {
    const [batch] = clips.shape;
    const images = clips.reshape([batch * 4, 6, 6, 3]);
    return tf.slice(images, [0, 1, 0, 0], [batch * 4, 2, 6, 3]);
  });
  const constants = nodes.filter(({ op }) => op === "Const").map(({ values }) => values);
  assert.deepEqual(constants, [
    Int32Array.of(-1, 6, 6, 3),
    Int32Array.of(0, 1, 0, 0),
    Int32Array.of(-1, 2, 6, 3),
  ]);
  const shapes = nodes.filter(({ op }) => op !== "Const").map(({ outputs }) => outputs[0]!.shape);
  assert.deepEqual(shapes, [[-1, 4, 6, 6, 3], [-1, 6, 6, 3], [-1, 2, 6, 3]]);
});

Deno.test("openBatch() repeats a constant's row for each clip", () => {
  const { nodes } = opened((clips) => {
    const token = tf.tensor([5, 7, 9], [1, 1, 1, 1, 3]).add(tf.zeros([clips.shape[0], 1, 1, 1, 1]));
    return tf.concat([token.tile([1, 1, 6, 6, 1]), clips], 1);
  });
  const row = nodes.find(({ name }) => name.endsWith("_row"))!;
  assert.deepEqual(row.outputs[0]!.shape, [1, 1, 6, 6, 3]);
  assert.deepEqual((row.values as Float32Array).slice(0, 4), Float32Array.of(5, 7, 9, 5));
  assert.deepEqual(nodes.at(-1)!.outputs[0]!.shape, [-1, 5, 6, 6, 3]);
});

const UNKNOWN: Readonly<Record<string, (clips: tf.Tensor5D) => tf.Tensor>> = {
  "a factor": (clips) => clips.mul(clips.shape[0]),
  "rows that differ": (clips) => clips.add(tf.range(0, clips.shape[0]).reshape([-1, 1, 1, 1, 1])),
  "a start": (clips) => tf.slice(clips, clips.shape[0] - 1),
  "half of an axis": (clips) => {
    const [batch] = clips.shape;
    return tf.slice(clips.reshape([batch * 4, 6, 6, 3]), [0, 0, 0, 0], [batch * 2, 6, 6, 3]);
  },
  "zeros along another axis": (clips) => clips.sum().add(tf.zeros([1, clips.shape[0]])),
  "a tile": (clips) => clips.tile([1, 1, 1, 1, clips.shape[0]]),
  "an attribute": (clips) => tf.unstack(clips)[0]!,
  "the number of ops": (clips) => clips.shape[0] === 2 ? clips.relu() : clips.relu().square(),
};

for (const [what, compute] of Object.entries(UNKNOWN)) {
  Deno.test(`openBatch() refuses what follows the batch in another way: ${what}`, () => {
    assert.throws(() => opened(compute), /^TypeError: Cannot make a graph for batches of any size/);
  });
}
