import assert from "node:assert/strict";
import { agreementOf, checkGateOptions, judge } from "../../../operators/step/gate.ts";
import { hostValues } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";
import { sureOf, unsure } from "./_logits.ts";

tidyTest("judge() labels the weak views and masks those below the threshold", () => {
  const logits = { labeled: unsure(1), weak: tf.concat([sureOf(2), unsure(1)]) };
  const { labels, mask } = hostValues(judge(logits, { threshold: 0.8 }));
  assert.deepEqual(Array.from(labels), [2, 0]);
  assert.deepEqual(Array.from(mask), [1, 0]);
});

tidyTest("agreementOf() is the share of equal labels", () => {
  const primary = { labels: tf.tensor1d([0, 1, 2, 3], "int32") };
  const auxiliary = { labels: tf.tensor1d([0, 1, 2, 0], "int32") };
  assert.equal(hostValues(agreementOf(primary, auxiliary)), 0.75);
});

Deno.test("checkGateOptions() takes the thresholds 0 and 1", () => {
  for (const threshold of [0, 1]) {
    assert.doesNotThrow(() => checkGateOptions({ threshold }));
  }
});
