import assert from "node:assert/strict";
import { of, pipe } from "rxjs";
import { confidenceGate, type Gated, mergeLosses } from "../../../operators/mod.ts";
import { all } from "../_all.ts";
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

/** Two networks that agree on the second of two clips. */
function steps() {
  const primary = { labeled: sureOf(1), weak: sureOf(1, 2), strong: unsure(2) };
  const auxiliary = { labeled: sureOf(1), weak: sureOf(3, 2), strong: unsure(2) };
  return stepOf({ primary, auxiliary }, [1], ALL_VIEWS);
}

function singleNetwork() {
  const primary = { labeled: unsure(1), weak: unsure(2), strong: unsure(2) };
  return stepOf({ primary }, [0], ALL_VIEWS);
}

checkMapLike("confidenceGate()", {
  operator: () => confidenceGate({ threshold: 0.8 }),
  input: () => forwardedOf(steps()),
  broken: () => forwardedOf(singleNetwork()),
  test: tidyTest,
});

tidyTest("confidenceGate() gives each network the labels of the other", () => {
  const contrast = { temperature: 0.5 };
  const gated = pipe(
    logitsAsParameters,
    confidenceGate({ threshold: 0.8 }),
    mergeLosses({ contrast }),
  );
  const { pseudo, agreement } = outcomeOf(steps(), gated).result.gate!;
  assert.equal(agreement, 0.5);
  assert.deepEqual(Array.from(pseudo.primary.labels), [3, 2]);
  assert.deepEqual(Array.from(pseudo.auxiliary!.labels), [1, 2]);
});

tidyTest("confidenceGate() passes nothing below the threshold, and that is not an error", () => {
  const views = () => ({ labeled: sureOf(1), weak: unsure(2), strong: sureOf(0, 1) });
  const step = stepOf({ primary: views(), auxiliary: views() }, [1], ["labeled", "strong"]);
  const gated = pipe(logitsAsParameters, confidenceGate({ threshold: 0.8 }), mergeLosses());
  const { result: { lossTerms, gate }, gradients } = outcomeOf(step, gated);
  const { pseudoPrimary, pseudoAuxiliary, contrast } = lossTerms;
  assert.deepEqual([pseudoPrimary, pseudoAuxiliary, contrast], [0, 0, 0]);
  assert.deepEqual(Array.from(gate!.pseudo.primary.mask), [0, 0]);
  // Some of them are -0.
  assert.ok(gradients.primary["strong"]!.every((value) => value === 0));
});

tidyTest("confidenceGate() sends no gradient to the views that gave the labels", () => {
  const views = () => ({ labeled: sureOf(1), weak: sureOf(1, 2), strong: unsure(2) });
  const step = stepOf({ primary: views(), auxiliary: views() }, [1], ALL_VIEWS);
  const gated = pipe(logitsAsParameters, confidenceGate({ threshold: 0.8 }), mergeLosses());
  assert.throws(() => outcomeOf(step, gated), /depend on 'weak' of the primary model/);
});

tidyTest("confidenceGate() refuses steps without unlabeled clips or an auxiliary network", () => {
  const gate = confidenceGate({ threshold: 0.8 });
  const single = errorOf(forwardedOf(singleNetwork()), gate);
  assert.ok(single instanceof TypeError);
  assert.match(single.message, /must be one named .auxiliary.: there are primary/);
  const labeled = { labeled: unsure(1) };
  const step = stepOf({ primary: labeled, auxiliary: labeled }, [0], ALL_VIEWS);
  const withoutUnlabeled = errorOf(forwardedOf(step), gate);
  assert.ok(withoutUnlabeled instanceof TypeError);
  assert.match(withoutUnlabeled.message, /the batch has no unlabeled clips/);
});

Deno.test("confidenceGate() refuses a threshold outside 0 to 1", () => {
  for (const threshold of [-0.1, 1.1, NaN]) {
    assert.throws(() => confidenceGate({ threshold }), {
      name: "RangeError",
      message: /'threshold' must be a number from 0 to 1/,
    });
  }
});

tidyTest("confidenceGate() lets a branch learn from any other", () => {
  const givers = { primary: "primary" };
  const [{ gate }] = all(
    of(forwardedOf(steps())).pipe(confidenceGate({ threshold: 0.8, givers })),
  ) as [Gated];
  assert.deepEqual(Array.from(gate.pseudo.primary.labels.dataSync()), [1, 2]);
  assert.deepEqual([Object.keys(gate.pseudo), gate.agreement], [["primary"], undefined]);
});
