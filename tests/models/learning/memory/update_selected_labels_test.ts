import assert from "node:assert/strict";
import fc from "fast-check";
import { updateSelectedLabels } from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { watchTensors } from "../../../_leaks.ts";

interface Step {
  readonly selected: number[];
  readonly indices: number[];
  readonly labels: number[];
  readonly mask: number[];
}

function plain({ selected, indices, labels, mask }: Step): number[] {
  const next = [...selected];
  indices.forEach((video, clip) => {
    if (mask[clip] === 1) next[video] = labels[clip]!;
  });
  return next;
}

type Inputs = Record<keyof Step, tf.Tensor1D>;

function update({ selected, indices, labels, mask }: Inputs): tf.Tensor1D {
  return updateSelectedLabels(selected, { indices, pseudo: { labels, mask } });
}

function tensorsOf({ selected, indices, labels, mask }: Step): Inputs {
  return {
    selected: tf.tensor1d(selected, "int32"),
    indices: tf.tensor1d(indices, "int32"),
    labels: tf.tensor1d(labels, "int32"),
    mask: tf.tensor1d(mask),
  };
}

/** Steps of `batch` clips of few videos, so that a video is often there twice. */
function steps(batch: number): fc.Arbitrary<Step> {
  const videos = 6;
  const list = (value: fc.Arbitrary<number>, length: number) =>
    fc.array(value, { minLength: length, maxLength: length });
  return fc.record({
    selected: list(fc.integer({ min: -1, max: 4 }), videos),
    indices: list(fc.integer({ min: 0, max: videos - 1 }), batch),
    labels: list(fc.integer({ min: 0, max: 4 }), batch),
    mask: list(fc.constantFrom(0, 1), batch),
  });
}

Deno.test("updateSelectedLabels() equals a loop over the batch, videos that are there twice included", () => {
  const assertNoLeaks = watchTensors();
  const anySteps = fc.integer({ min: 1, max: 8 }).chain(steps);
  fc.assert(
    fc.property(anySteps, (step) => {
      const next = tf.tidy(() => update(tensorsOf(step)).arraySync());
      assert.deepEqual(next, plain(step));
    }),
    { numRuns: 50 },
  );
  assertNoLeaks();
});

Deno.test("updateSelectedLabels() is the same compiled, and keeps the type", async () => {
  using compiled = compile(update);
  for (const step of fc.sample(steps(5), 5)) {
    const inputs = tensorsOf(step);
    const next = await compiled(inputs);
    assert.equal(next.dtype, "int32");
    assert.deepEqual(next.arraySync(), plain(step));
    tf.dispose([inputs, next]);
  }
});
