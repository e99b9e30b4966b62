import assert from "node:assert/strict";
import fc from "fast-check";
import { classThresholds } from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../_leaks.ts";
import { sum } from "../_plain.ts";
import { assertClose } from "../_term.ts";

const THRESHOLD = 0.8;

/** FlexMatch's thresholds, counted one by one. */
function plain(selected: readonly number[], classes: number, lowest = 0): number[] {
  const counts = Array.from({ length: classes }, (_, label) => {
    return selected.filter((value) => value === label).length;
  });
  const largest = Math.max(...counts, selected.length - sum(counts));
  return counts.map((count) => {
    const beta = count / largest;
    return THRESHOLD * (lowest + (1 - lowest) * beta / (2 - beta));
  });
}

Deno.test("classThresholds() equal FlexMatch's, counted one by one", () => {
  const labels = fc.integer({ min: 1, max: 6 }).chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      lowest: fc.constantFrom(undefined, 0, 0.5),
      selected: fc.array(fc.integer({ min: -1, max: classes - 1 }), {
        minLength: 1,
        maxLength: 30,
      }),
    })
  );
  fc.assert(
    fc.property(labels, ({ classes, selected, lowest }) =>
      withoutLeaks(() => {
        const tensor = tf.tensor1d(selected, "int32");
        const thresholds = classThresholds(tensor, { classes, threshold: THRESHOLD, lowest });
        assertClose(thresholds.arraySync(), plain(selected, classes, lowest), "thresholds");
      })),
    { numRuns: 30 },
  );
});

Deno.test("classThresholds() are zero before the first label, and the full one for all of one class", () => {
  tf.tidy(() => {
    const options = { classes: 2, threshold: 0.75 };
    const thresholdsOf = (labels: number[]) =>
      classThresholds(tf.tensor1d(labels, "int32"), options).arraySync();
    assert.deepEqual(thresholdsOf([-1, -1, -1]), [0, 0]);
    assert.deepEqual(thresholdsOf([1, 1, 1]), [0, 0.75]);
    assert.deepEqual(thresholdsOf([0, 1]), [0.75, 0.75]);
  });
});

Deno.test("classThresholds() are the same compiled", async () => {
  using thresholdsOf = compile((selected: tf.Tensor1D) =>
    classThresholds(selected, { classes: 3, threshold: THRESHOLD })
  );
  const selected = tf.tensor1d([2, -1, 0, 0, 2, 0, -1], "int32");
  const thresholds = await thresholdsOf(selected);
  assertClose(thresholds.arraySync(), plain(selected.arraySync(), 3), "thresholds");
  tf.dispose([selected, thresholds]);
});
