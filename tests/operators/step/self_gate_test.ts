import assert from "node:assert/strict";
import { pipe } from "rxjs";
import { mergeLosses, selfGate } from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";
import {
  ALL_VIEWS,
  errorOf,
  forwardedOf,
  logitsAsParameters,
  outcomeOf,
  stepOf,
  sureOf,
  unsure,
} from "./_logits.ts";

function singleNetwork() {
  const primary = { labeled: unsure(1), weak: sureOf(1, 2), strong: unsure(2) };
  return stepOf({ primary }, [1], ["labeled", "strong"]);
}

function labeledOnly() {
  return stepOf({ primary: { labeled: unsure(1) } }, [0], ["labeled"]);
}

checkMapLike("selfGate()", {
  operator: () => selfGate({ threshold: 0.95 }),
  input: () => forwardedOf(singleNetwork()),
  broken: () => forwardedOf(labeledOnly()),
  test: tidyTest,
});

tidyTest("selfGate() gives each network its own labels", () => {
  const primary = { labeled: sureOf(1), weak: sureOf(1, 2), strong: unsure(2) };
  const auxiliary = { labeled: sureOf(1), weak: sureOf(3, 2), strong: unsure(2) };
  const step = stepOf({ primary, auxiliary }, [1], ALL_VIEWS);
  const contrast = { temperature: 0.5 };
  const gated = pipe(logitsAsParameters, selfGate({ threshold: 0.8 }), mergeLosses({ contrast }));
  const { pseudo, agreement } = outcomeOf(step, gated).result.gate!;
  assert.equal(agreement, 0.5);
  assert.deepEqual(Array.from(pseudo.primary.labels), [1, 2]);
  assert.deepEqual(Array.from(pseudo.auxiliary!.labels), [3, 2]);
});

tidyTest("selfGate() works with a single network", () => {
  const gated = pipe(logitsAsParameters, selfGate({ threshold: 0.95 }), mergeLosses());
  const { gate } = outcomeOf(singleNetwork(), gated).result;
  assert.deepEqual(Object.keys(gate!), ["pseudo"]);
  assert.deepEqual(Object.keys(gate!.pseudo), ["primary"]);
  assert.deepEqual(Array.from(gate!.pseudo.primary.mask), [1, 1]);
});

tidyTest("selfGate() refuses a step without unlabeled clips", () => {
  const error = errorOf(forwardedOf(labeledOnly()), selfGate({ threshold: 0.95 }));
  assert.ok(error instanceof TypeError);
  assert.match(error.message, /the batch has no unlabeled clips/);
});

Deno.test("selfGate() refuses a threshold outside 0 to 1", () =>
  assert.throws(() => selfGate({ threshold: NaN }), RangeError));
