import assert from "node:assert/strict";
import { pipe } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import {
  confidenceGate,
  mapNetworks,
  mergeLosses,
  type MergeLossesOptions,
  type PerNetwork,
  type PerView,
  selfGate,
  type StepInput,
  type ViewLogits,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { readRecorded } from "../_recorded.ts";
import { tensorTest, tidyTest } from "../_tensors.ts";
import {
  ALL_VIEWS,
  errorOf,
  forwardedOf,
  logitsAsParameters,
  type Outcome,
  outcomeOf,
  stepOf,
  sureOf,
  unsure,
} from "./_logits.ts";

/** The equations of the paper in float64, with gradients. */
const LOSSES = await readRecorded("losses");

/** The names of the reference's tensors. */
const NAMES: Required<PerNetwork<Readonly<Record<keyof PerView<unknown>, string>>>> = {
  primary: {
    labeled: "labeled_logits_primary",
    weak: "unl_weak_primary",
    strong: "unl_strong_primary",
  },
  auxiliary: { labeled: "labeled_logits_aux", weak: "unl_weak_aux", strong: "unl_strong_aux" },
};
const CONTRAST = { contrast: { temperature: 0.5 } };

function singleNetwork() {
  return stepOf({ primary: { labeled: unsure(1), weak: unsure(2), strong: unsure(2) } }, [0], [
    "labeled",
  ]);
}

checkMapLike("mergeLosses()", {
  operator: () => mergeLosses(),
  input: () => forwardedOf(stepOf({ primary: { labeled: unsure(3) } }, [1, 2, 3], ["labeled"])),
  test: tidyTest,
});

checkMapLike("mergeLosses() with contrast", {
  operator: () => mergeLosses(CONTRAST),
  input: () => forwardedOf(stepOf({ primary: confident(), auxiliary: confident() }, [1], [])),
  broken: () => forwardedOf(singleNetwork()),
  test: tidyTest,
});

/** Logits of one labeled and two unlabeled clips. */
function confident(): ViewLogits {
  return { labeled: sureOf(1), weak: sureOf(1, 2), strong: unsure(2) };
}

function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const values = Array.from(expected, Number);
  const difference = Math.hypot(...values.map((value, index) => value - actual[index]!));
  return difference / Math.max(Math.hypot(...values), 1e-12);
}

/** A step of the reference. */
function referenceStep(name: string): StepInput {
  const tensorOf = (key: string) => {
    const { values, shape } = LOSSES.tensors.get(`${name}.${key}`)!;
    return tf.tensor2d(Array.from(values, Number), shape as [number, number], "float32");
  };
  const logits = mapNetworks(NAMES, ({ labeled, weak, strong }) => ({
    labeled: tensorOf(labeled),
    weak: tensorOf(weak),
    strong: tensorOf(strong),
  }));
  const labels = Array.from(LOSSES.tensors.get(`${name}.y`)!.values, Number);
  return stepOf(logits, labels, ALL_VIEWS);
}

/** Outcome of the method of the paper. */
function referenceOutcome(name: string, options: MergeLossesOptions = CONTRAST): Outcome {
  const pipeline = pipe(
    logitsAsParameters,
    confidenceGate({ threshold: 0.8 }),
    mergeLosses(options),
  );
  const outcomes: Outcome[] = [];
  tf.tidy(() => {
    outcomes.push(outcomeOf(referenceStep(name), pipeline));
  });
  const [outcome] = outcomes as [Outcome];
  return outcome;
}

for (const name of ["c5_bl1_bu5", "c101_bl2_bu10", "c400_bl4_bu20", "none_pass", "all_pass"]) {
  tensorTest(`mergeLosses() behind confidenceGate() is equation (7): ${name}`, () => {
    const { expected, masks } = LOSSES.description[`case:${name}`];
    const { result } = referenceOutcome(name);
    const { lossTerms, gate } = result;
    const pairs = [
      ["supervisedPrimary", expected.Ls_primary],
      ["supervisedAuxiliary", expected.Ls_aux],
      ["pseudoPrimary", expected.Lu_primary],
      ["pseudoAuxiliary", expected.Lu_aux],
      ["contrast", expected.L_ca_softmax_symmetric],
      ["total", expected.L_total],
    ] as const;
    for (const [term, value] of pairs) {
      const error = Math.abs(lossTerms[term]! - value) / Math.max(value, 1);
      assert.ok(error < 1e-5, `${term} is ${lossTerms[term]}, not ${value}`);
    }
    assert.deepEqual(Array.from(gate!.pseudo.primary.mask), masks.mask_for_primary);
    assert.deepEqual(Array.from(gate!.pseudo.auxiliary!.mask), masks.mask_for_aux);
  });

  tensorTest(
    `mergeLosses() behind confidenceGate() has the gradients of equation (7): ${name}`,
    () => {
      const { gradients } = referenceOutcome(name);
      for (const network of ["primary", "auxiliary"] as const) {
        for (const [view, key] of Object.entries(NAMES[network])) {
          const reference = LOSSES.tensors.get(`${name}.grad.${key}`)!.values as Float64Array;
          const error = relativeError(gradients[network]![view]!, reference);
          assert.ok(error < 1e-5, `${key}: relative error ${error}`);
        }
      }
    },
  );
}

for (const teacher of ["primary", "auxiliary"] as const) {
  tensorTest(
    `mergeLosses() with a contrast in which the ${teacher} network only teaches`,
    () =>
      assert.throws(
        () => referenceOutcome("all_pass", { contrast: { ...CONTRAST.contrast, teacher } }),
        new TypeError(
          `Cannot differentiate the loss as it must depend on 'weak' of the ${teacher} model`,
        ),
      ),
  );
}

tidyTest("mergeLosses() with selfGate() and a single network is FixMatch", () => {
  const primary = { labeled: unsure(1), weak: sureOf(1, 2), strong: unsure(2) };
  const step = stepOf({ primary }, [1], ["labeled", "strong"]);
  const fixMatch = pipe(logitsAsParameters, selfGate({ threshold: 0.95 }), mergeLosses());
  const { result: { lossTerms, gate }, gradients } = outcomeOf(step, fixMatch);
  assert.deepEqual(Object.keys(gradients), ["primary"]);
  assert.ok(Math.abs(lossTerms.total - 3 * Math.log(4)) < 1e-5);
  assert.deepEqual([lossTerms.supervisedAuxiliary, lossTerms.pseudoAuxiliary], [0, 0]);
  assert.deepEqual(Object.keys(gate!.pseudo), ["primary"]);
});

tidyTest("mergeLosses() without a gate is supervised training", () => {
  const step = stepOf({ primary: { labeled: unsure(3) } }, [1, 2, 3], ["labeled"]);
  const { result } = outcomeOf(step, pipe(logitsAsParameters, mergeLosses()));
  assert.ok(Math.abs(result.loss - Math.log(4)) < 1e-6);
  assert.deepEqual(Object.keys(result).sort(), ["loss", "lossTerms", "statistics"]);
  assert.equal(result.lossTerms.pseudoPrimary, 0);
});

tidyTest("mergeLosses() refuses contrast without weak views of both networks", () => {
  const error = errorOf(forwardedOf(singleNetwork()), mergeLosses(CONTRAST));
  assert.ok(error instanceof TypeError);
  assert.match(error.message, /omit 'contrast'/);
});

Deno.test("mergeLosses() refuses a temperature that is not positive", () =>
  assert.throws(() => mergeLosses({ contrast: { temperature: 0 } }), {
    name: "RangeError",
    message: /'contrast.temperature' must be a positive number/,
  }));
