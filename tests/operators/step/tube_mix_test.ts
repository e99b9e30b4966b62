import assert from "node:assert/strict";
import { rollBatch, tubeMix } from "../../../operators/mod.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { tensorTest, tidyTest, valuesOf } from "../_tensors.ts";
import { drawNormal } from "../../_draw_normal.ts";

/** Clips whose values say the clip they are of. */
function numberedClips(count: number, [frames, height, width]: readonly number[]): tf.Tensor5D {
  return tf.tidy(() => {
    const numbers = tf.reshape(tf.range(0, count), [count, 1, 1, 1, 1]);
    return tf.mul<tf.Tensor5D>(numbers, tf.ones([count, frames!, height!, width!, 3]));
  });
}

function seedOf(value: number): tf.Tensor1D {
  return tf.tensor1d([value, 7], "int32");
}

tidyTest("tubeMix() takes whole squares, the same in all frames, of two clips", () => {
  const clips = numberedClips(3, [4, 12, 8]);
  for (let draw = 0; draw < 8; draw++) {
    const { clips: mixed, share } = tubeMix(clips, { patch: 2, seed: seedOf(draw) });
    assert.deepEqual(mixed.shape, clips.shape);
    const [kept] = share.dataSync();
    const count = Math.round(kept! * 24);
    assert.ok(Math.abs(kept! * 24 - count) < 1e-5);
    const masks = new Set<string>();
    mixed.arraySync().forEach((frames, clip) => {
      const [first, ...others] = frames;
      for (const frame of others) assert.deepEqual(frame, first);
      let keptSquares = 0;
      for (let row = 0; row < 12; row++) {
        for (let column = 0; column < 8; column++) {
          const corner = first![row - row % 2]![column - column % 2]!;
          assert.deepEqual(first![row]![column], corner);
          assert.ok([clip, (clip + 2) % 3].includes(corner[0]!));
          if (row % 2 === 0 && column % 2 === 0 && corner[0] === clip) keptSquares++;
        }
      }
      assert.equal(keptSquares, count);
      masks.add(`${first!.flat().map(([value]) => value === clip)}`);
    });
    assert.equal(masks.size, 3, "each clip has a mask of its own");
  }
});

tidyTest("tubeMix() keeps the values of a clip bit for bit", () => {
  const clips = drawNormal<tf.Rank.R5>([2, 2, 4, 4, 3], 3);
  const { clips: mixed } = tubeMix(clips, { patch: 1, seed: seedOf(1) });
  const [own, partner] = [clips.dataSync(), rollBatch(clips).dataSync()];
  const values = mixed.dataSync();
  assert.ok(values.every((value, index) => value === own[index] || value === partner[index]));
});

/** The shares of many draws. */
function sharesOf(alpha: number | undefined, draws: number): number[] {
  return Array.from({ length: draws }, (_, draw) =>
    tf.tidy(() => {
      const clips = tf.zeros<tf.Rank.R5>([2, 1, 28, 28, 1]);
      return tubeMix(clips, { patch: 1, seed: seedOf(draw), alpha }).share.dataSync()[0]!;
    }));
}

function momentsOf(
  values: readonly number[],
): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

tensorTest("tubeMix() draws the share from Beta(10, 10)", () => {
  const { mean, variance } = momentsOf(sharesOf(undefined, 400));
  // Standard errors of the two: 0.0055, and 7 % of the variance.
  assert.ok(Math.abs(mean - 1 / 2) < 0.02, `${mean}`);
  assert.ok(Math.abs(variance * 4 * 21 - 1) < 0.25, `${variance}`);
});

tensorTest("tubeMix() draws the share from Beta(1, 1) and Beta(2, 2)", () => {
  for (const alpha of [1, 2]) {
    const { mean, variance } = momentsOf(sharesOf(alpha, 250));
    assert.ok(Math.abs(mean - 1 / 2) < 0.06, `${mean}`);
    assert.ok(Math.abs(variance * 4 * (2 * alpha + 1) - 1) < 0.25, `${variance}`);
  }
});

tidyTest("tubeMix() draws each square as often as any other", () => {
  let counts: tf.Tensor = tf.zeros([16]);
  let total = 0;
  for (let draw = 0; draw < 200; draw++) {
    const clips = numberedClips(2, [1, 4, 4]);
    const { clips: mixed, share } = tubeMix(clips, { patch: 1, seed: seedOf(draw) });
    const kept = tf.equal(mixed, clips);
    counts = tf.add(counts, tf.reshape(tf.sum(tf.cast(kept, "float32"), [0, 1, 4]), [16]));
    total += share.dataSync()[0]!;
  }
  const expected = total * 6;
  for (const count of counts.dataSync()) {
    assert.ok(Math.abs(count / expected - 1) < 0.25, `${count} for ${expected}`);
  }
});

tensorTest("tubeMix() depends on the seed alone, compiled as op by op", async () => {
  type Input = { readonly clips: tf.Tensor5D; readonly seed: tf.Tensor1D };
  using compiled = compile(({ clips, seed }: Input) => tubeMix(clips, { patch: 4, seed }));
  for (const seed of [5, 6]) {
    const clips = numberedClips(3, [2, 8, 8]);
    const input = { clips, seed: seedOf(seed) };
    const traced = await compiled(input);
    const eager = tubeMix(clips, { patch: 4, seed: input.seed });
    const again = tubeMix(clips, { patch: 4, seed: input.seed });
    const expected = valuesOf(eager.clips);
    assert.deepEqual(valuesOf(traced.clips), expected);
    assert.deepEqual(valuesOf(again.clips), expected);
    assert.deepEqual(valuesOf(traced.share), valuesOf(eager.share));
    tf.dispose([again.share, input]);
  }
  const clips = numberedClips(3, [2, 8, 8]);
  const results = [5, 6].map((value) => {
    const seed = seedOf(value);
    const { clips: mixed, share } = tubeMix(clips, { patch: 1, seed });
    tf.dispose([seed, share]);
    return valuesOf(mixed);
  });
  assert.notDeepEqual(results[0], results[1]);
  clips.dispose();
});

tidyTest("tubeMix() refuses one clip, another patch and another alpha", () => {
  const clips = numberedClips(2, [1, 8, 12]);
  const seed = seedOf(1);
  assert.throws(
    () => tubeMix(numberedClips(1, [1, 8, 8]), { patch: 4, seed }),
    /must be two or more: current value is 1/,
  );
  assert.throws(
    () => tubeMix(clips, { patch: 8, seed }),
    /'patch' must be .* divides their height 8 and width 12: current value is 8/,
  );
  assert.throws(() => tubeMix(clips, { patch: 0, seed }), /current value is 0/);
  assert.throws(
    () => tubeMix(clips, { patch: 4, seed, alpha: 0.5 }),
    /'alpha' must be a positive integer: current value is 0.5/,
  );
});
