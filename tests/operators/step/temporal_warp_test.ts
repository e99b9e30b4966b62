import assert from "node:assert/strict";
import { temporalWarp } from "../../../operators/mod.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { tensorTest, tidyTest, valuesOf } from "../_tensors.ts";

/** Clips whose values say the clip and the frame that they are of. */
function numberedClips(count: number, frames: number): tf.Tensor5D {
  return tf.tidy(() => {
    const numbers = tf.reshape(tf.range(0, count * frames), [count, frames, 1, 1, 1]);
    return tf.mul<tf.Tensor5D>(numbers, tf.ones([count, frames, 2, 3, 3]));
  });
}

/** Which frame each one of a clip became, by clip. */
function sourcesOf(warped: tf.Tensor5D): number[][] {
  const [, frames] = warped.shape;
  return warped.arraySync().map((clip, index) =>
    clip.map((frame) => {
      const values = new Set(frame.flat(2));
      assert.equal(values.size, 1, "frames stay whole");
      return [...values][0]! - index * frames;
    })
  );
}

function seedOf(value: number): tf.Tensor1D {
  return tf.tensor1d([value, 3], "int32");
}

/** The nearest of some frames, of two the earlier one. */
function nearest(frame: number, kept: readonly number[]): number {
  const [first] = kept.toSorted((a, b) => Math.abs(a - frame) - Math.abs(b - frame) || a - b);
  return first!;
}

tidyTest("temporalWarp() keeps all, half or a quarter of the frames, each of a third", () => {
  const counts = new Map<number, number>();
  const choices = new Map<string, number>();
  for (let draw = 0; draw < 60; draw++) {
    const clips = numberedClips(10, 8);
    for (const sources of sourcesOf(temporalWarp(clips, { seed: seedOf(draw) }))) {
      const kept = [...new Set(sources)];
      counts.set(kept.length, (counts.get(kept.length) ?? 0) + 1);
      if (kept.length === 2) choices.set(`${kept}`, (choices.get(`${kept}`) ?? 0) + 1);
      assert.deepEqual(sources, sources.map((_, frame) => nearest(frame, kept)));
    }
  }
  assert.deepEqual([...counts.keys()].toSorted(), [2, 4, 8]);
  for (const count of counts.values()) assert.ok(Math.abs(count - 200) < 45, `${count} of 600`);
  // All 28 pairs of 8 frames, about seven times each.
  assert.ok(choices.size >= 26, `${choices.size}`);
});

tidyTest("temporalWarp() keeps the frames of other shares, at least one", () => {
  const clips = numberedClips(3, 6);
  const seed = seedOf(1);
  for (const [shares, count] of [[[1], 6], [[0.5], 3], [[1 / 3], 2], [[0.01], 1]] as const) {
    for (const sources of sourcesOf(temporalWarp(clips, { seed, shares }))) {
      assert.equal(new Set(sources).size, count);
    }
  }
  const single = temporalWarp(numberedClips(2, 1), { seed });
  assert.deepEqual(sourcesOf(single), [[0], [0]]);
});

tensorTest("temporalWarp() depends on the seed alone, compiled as op by op", async () => {
  type Input = { readonly clips: tf.Tensor5D; readonly seed: tf.Tensor1D };
  using compiled = compile(({ clips, seed }: Input) => ({ clips: temporalWarp(clips, { seed }) }));
  const results: number[][] = [];
  for (const value of [4, 5, 4]) {
    const input = { clips: numberedClips(6, 8), seed: seedOf(value) };
    const { clips } = await compiled(input);
    const expected = valuesOf(temporalWarp(input.clips, { seed: input.seed }));
    assert.deepEqual(valuesOf(clips), expected);
    results.push(expected);
    tf.dispose(input);
  }
  assert.deepEqual(results[0], results[2]);
  assert.notDeepEqual(results[0], results[1]);
});

tidyTest("temporalWarp() refuses shares that are none", () => {
  const clips = numberedClips(1, 2);
  const seed = seedOf(1);
  for (const shares of [[], [0.5, 0], [1.5], [NaN]]) {
    assert.throws(
      () => temporalWarp(clips, { seed, shares }),
      /'shares' must be one or more numbers in \(0, 1\]: current value is \[/,
    );
  }
});
