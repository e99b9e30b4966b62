import assert from "node:assert/strict";
import { type AttentionReadOut, timeSformer } from "../../../models/mod.ts";
import { attentionRollout } from "../../../pipeline/explanation/attention_rollout.ts";
import { relevanceOf } from "../../../pipeline/explanation/relevance_of.ts";
import { tf } from "../../../runtime/mod.ts";
import { Reference, relativeError, TIMESFORMER_TINY } from "../../models/_reference.ts";
import { watchTensors, withoutLeaks } from "../../_leaks.ts";
import { readRecorded, withoutMean } from "./_recorded.ts";
import { drawNormal } from "../../_draw_normal.ts";

const FRAMES = 3;
const PATCHES = 4;
const TOKENS = 1 + FRAMES * PATCHES;

/** A matrix over all tokens: the class token, then the patches of the first frame, and so on. */
type Matrix = number[][];

function identity(): Matrix {
  return Array.from(
    { length: TOKENS },
    (_, row) => Array.from({ length: TOKENS }, (_, column) => Number(row === column)),
  );
}

function zeros(): Matrix {
  return identity().map((row) => row.map(() => 0));
}

function multiply(left: Matrix, right: Matrix): Matrix {
  return left.map((row) =>
    right.map((_, column) =>
      row.reduce((sum, value, index) => sum + value * right[index]![column]!, 0)
    )
  );
}

const tokenOf = (frame: number, patch: number) => 1 + frame * PATCHES + patch;

/** ½ A + ½ I of one attention, as a matrix over all tokens. */
function matrixOf({ axis, weights }: AttentionReadOut): Matrix {
  const values = (weights.arraySync() as number[][][][])[0]!;
  const matrix = zeros();
  if (axis === "time") {
    matrix[0]![0] = 1;
    for (let patch = 0; patch < PATCHES; patch++) {
      for (let from = 0; from < FRAMES; from++) {
        for (let to = 0; to < FRAMES; to++) {
          matrix[tokenOf(from, patch)]![tokenOf(to, patch)] = values[patch]![from]![to]!;
        }
      }
    }
  } else {
    for (let frame = 0; frame < FRAMES; frame++) {
      const columns = [0, ...Array.from({ length: PATCHES }, (_, patch) => tokenOf(frame, patch))];
      for (const [from, row] of columns.entries()) {
        for (const [to, column] of columns.entries()) {
          // The class token becomes the mean over the frames.
          matrix[row]![column]! += values[frame]![from]![to]! / (from === 0 ? FRAMES : 1);
        }
      }
    }
  }
  const unit = identity();
  return matrix.map((row, index) => row.map((value, at) => (value + unit[index]![at]!) / 2));
}

function drawAttention(axis: AttentionReadOut["axis"], seed: number): AttentionReadOut {
  const shape: [number, number, number, number] = axis === "time"
    ? [1, PATCHES, FRAMES, FRAMES]
    : [1, FRAMES, 1 + PATCHES, 1 + PATCHES];
  return { axis, weights: tf.softmax(drawNormal(shape, seed, 0, 2)) };
}

Deno.test("attentionRollout() is the class token's row of the product of whole matrices", () => {
  withoutLeaks(() => {
    const attentions = (["time", "space", "time", "space"] as const).map(drawAttention);
    const product = attentions.map(matrixOf).reduce((before, next) => multiply(next, before));
    const expected = product[0]!.slice(1);
    const rollout = attentionRollout(attentions);
    assert.deepEqual(rollout.shape, [1, FRAMES, PATCHES]);
    assert.ok(relativeError(rollout.dataSync(), expected) < 1e-6);
    const atClassToken = product[0]![0]!;
    const sum = rollout.dataSync<"float32">().reduce((total, share) => total + share, 0);
    assert.ok(Math.abs(sum + atClassToken - 1) < 1e-6);
  });
});

Deno.test("attentionRollout() finds the patch and frame that alone are attended to", () => {
  withoutLeaks(() => {
    // In space all tokens attend to patch 2, in time all frames to frame 1.
    const space = tf.oneHot(tf.fill([1, FRAMES, 1 + PATCHES], 3, "int32"), 1 + PATCHES);
    const time = tf.oneHot(tf.fill([1, PATCHES, FRAMES], 1, "int32"), FRAMES);
    const rollout = attentionRollout([
      { axis: "time", weights: time as tf.Tensor4D },
      { axis: "space", weights: space as tf.Tensor4D },
    ]);
    const shares = rollout.arraySync()[0]!;
    assert.equal(shares.flat().filter((share) => share > 0).length, FRAMES);
    assert.ok(shares[1]![2]! > 0.3, `${shares}`);
    assert.ok(shares[0]![2]! < 0.1 && shares[2]![2]! < 0.1, `${shares}`);
  });
});

Deno.test("attentionRollout() refuses attentions that do not end with one over space", () => {
  withoutLeaks(() => {
    const pattern = /^TypeError: Cannot roll attention out as .* must be one over space: current/;
    assert.throws(() => attentionRollout([]), pattern);
    assert.throws(() => attentionRollout([drawAttention("time", 1)]), pattern);
  });
});

Deno.test("relevanceOf() gives the rollout of the official TimeSformer", async () => {
  const model = timeSformer(TIMESFORMER_TINY);
  const { rollout } = await readRecorded();
  const assertNoLeaks = watchTensors();
  using reference = await Reference.open("timesformer_tiny");
  const state = await reference.state(model);
  const clips = await reference.clips("input");
  const explained = tf.ones<tf.Rank.R2>([2, 5]);
  const relevance = relevanceOf(model, { ...state, clips, explained });
  assert.deepEqual(relevance.shape, [2, 4, 4, 4]);
  const difference = relativeError(
    withoutMean(relevance.dataSync()),
    withoutMean(rollout.values),
  );
  assert.ok(difference < 1e-3, `${difference}`);
  tf.dispose([state.parameters, clips, explained, relevance]);
  assertNoLeaks();
});
