import assert from "node:assert/strict";
import { pipe } from "rxjs";
import { mergeLosses, ownFirstGate } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";
import {
  errorOf,
  forwardedOf,
  logitsAsParameters,
  outcomeOf,
  stepOf,
  sureOf,
  unsure,
} from "./_logits.ts";

/** Three unlabeled clips: both sure, one sure, none sure. */
function pair() {
  const weak = (sure: tf.Tensor2D) => tf.concat([sure, unsure(3 - sure.shape[0])]) as tf.Tensor2D;
  const primary = { labeled: sureOf(1), weak: weak(sureOf(1)), strong: unsure(3) };
  const auxiliary = { labeled: sureOf(1), weak: weak(sureOf(3, 2)), strong: unsure(3) };
  return stepOf({ primary, auxiliary }, [1], ["labeled", "strong"]);
}

function single() {
  const primary = { labeled: unsure(1), weak: sureOf(1), strong: unsure(1) };
  return forwardedOf(stepOf({ primary }, [1], []));
}

checkMapLike("ownFirstGate()", {
  operator: () => ownFirstGate({ threshold: 0.8 }),
  input: () => forwardedOf(pair()),
  broken: single,
  test: tidyTest,
});

tidyTest("ownFirstGate() gives own labels, the other's where own do not count, else none", () => {
  const gated = pipe(logitsAsParameters, ownFirstGate({ threshold: 0.8 }), mergeLosses());
  const { pseudo, agreement } = outcomeOf(pair(), gated).result.gate!;
  assert.deepEqual(Array.from(pseudo.primary.labels).slice(0, 2), [1, 2]);
  assert.deepEqual(Array.from(pseudo.primary.mask), [1, 1, 0]);
  assert.deepEqual(Array.from(pseudo.auxiliary!.labels).slice(0, 2), [3, 2]);
  assert.deepEqual(Array.from(pseudo.auxiliary!.mask), [1, 1, 0]);
  for (const confidence of Array.from(pseudo.primary.confidence).slice(0, 2)) {
    assert.ok(confidence > 0.99, String(confidence));
  }
  // What the networks say themselves: only of the last clip the same.
  assert.ok(Math.abs(agreement! - 1 / 3) < 1e-6, String(agreement));
});

tidyTest("ownFirstGate() refuses a single network, and steps without unlabeled clips", () => {
  const gate = ownFirstGate({ threshold: 0.8 });
  assert.match(String(errorOf(single(), gate)), /TypeError: .*one named 'auxiliary'$/);
  const labeledOnly = forwardedOf(stepOf({ primary: { labeled: unsure(1) } }, [0], []));
  assert.match(String(errorOf(labeledOnly, gate)), /the batch has no unlabeled clips$/);
});

Deno.test("ownFirstGate() refuses a threshold outside 0 to 1", () =>
  assert.throws(() => ownFirstGate({ threshold: 2 }), RangeError));
