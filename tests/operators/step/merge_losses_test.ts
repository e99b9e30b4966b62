import assert from "node:assert/strict";
import { map, of, type OperatorFunction, pipe } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import {
  confidenceGate,
  differentiate,
  type Forwarded,
  type HostValues,
  hostValues,
  type Merged,
  mergeLosses,
  type PerNetwork,
  selfGate,
  type StepInput,
  type ViewLogits,
} from "../../../operators/mod.ts";
import { scheduleOf } from "../_networks.ts";
import { HAS_REFERENCE, referenceJson, referenceTensors } from "../_safetensors.ts";
import { tensorTest } from "../_tensors.ts";

const NAMES = {
  primary: {
    labeled: "labeled_logits_primary",
    weak: "unl_weak_primary",
    strong: "unl_strong_primary",
  },
  auxiliary: { labeled: "labeled_logits_aux", weak: "unl_weak_aux", strong: "unl_strong_aux" },
} as const;
const CONTRAST = { contrast: { temperature: 0.5 } };

/**
 * A step whose parameters are logits, so that gradients of logits come out. Views that are not learned
 * are kept with the statistics.
 */
function stepOf(
  logits: PerNetwork<ViewLogits>,
  labels: number[],
  learned: readonly (keyof ViewLogits)[],
): StepInput {
  const state = (own: ViewLogits) => {
    const views = Object.entries(own) as [keyof ViewLogits, tf.Tensor2D][];
    const [parameters, statistics] = [true, false].map((isLearned) =>
      Object.fromEntries(views.filter(([view]) => learned.includes(view) === isLearned))
    );
    return { parameters: parameters!, statistics: statistics!, momentum: {} };
  };
  const batch = { labels: tf.tensor1d(labels, "int32") } as StepInput["batch"];
  const primary = state(logits.primary);
  return {
    state: logits.auxiliary ? { primary, auxiliary: state(logits.auxiliary) } : { primary },
    batch,
    schedule: scheduleOf(0, 2),
  };
}

/** Stands where the networks stand. */
const logitsAsParameters = map((step: StepInput): Forwarded => {
  const own = ({ parameters, statistics }: StepInput["state"]["primary"]) =>
    ({ ...parameters, ...statistics }) as ViewLogits;
  const primary = own(step.state.primary);
  const logits = step.state.auxiliary
    ? { primary, auxiliary: own(step.state.auxiliary) }
    : { primary };
  return { ...step, logits, statistics: { primary: {} } };
});

/** What a pipeline makes of a step, as numbers. */
function run(step: StepInput, pipeline: OperatorFunction<StepInput, Merged>) {
  type Values = { result: Merged; gradients: PerNetwork<Required<ViewLogits>> };
  let values: HostValues<Values> | undefined;
  let failure: { error: unknown } | null = null as { error: unknown } | null;
  of(step).pipe(differentiate(pipeline)).subscribe({
    next: ({ result, gradients }) =>
      values = hostValues({ result, gradients } as unknown as Values),
    error: (error) => failure = { error },
  });
  if (failure) throw failure.error;
  return values!;
}

function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const values = Array.from(expected, Number);
  const difference = Math.hypot(...values.map((value, at) => value - actual[at]!));
  return difference / Math.max(Math.hypot(...values), 1e-12);
}

for (const name of ["c5_bl1_bu5", "c101_bl2_bu10", "c400_bl4_bu20", "none_pass", "all_pass"]) {
  tensorTest(
    `mergeLosses() behind confidenceGate() is equation (7) and its gradients: ${name}`,
    () =>
      tf.tidy(() => {
        const tensors = referenceTensors("losses");
        const { expected, masks } = referenceJson("losses")[`case:${name}`];
        const logits = (network: keyof typeof NAMES) =>
          Object.fromEntries(
            Object.entries(NAMES[network]).map(([view, key]) => {
              const { values, shape } = tensors[`${name}.${key}`]!;
              return [view, tf.tensor(Array.from(values, Number), shape, "float32")];
            }),
          ) as unknown as ViewLogits;
        const step = stepOf(
          { primary: logits("primary"), auxiliary: logits("auxiliary") },
          Array.from(tensors[`${name}.y`]!.values, Number),
          ["labeled", "weak", "strong"],
        );
        const pipeline = pipe(
          logitsAsParameters,
          confidenceGate({ threshold: 0.8 }),
          mergeLosses(CONTRAST),
        );
        const { result: { lossTerms, gate }, gradients } = run(step, pipeline);
        const pairs = {
          supervisedPrimary: expected.Ls_primary,
          supervisedAuxiliary: expected.Ls_aux,
          pseudoPrimary: expected.Lu_primary,
          pseudoAuxiliary: expected.Lu_aux,
          contrast: expected.L_ca_softmax_symmetric,
          total: expected.L_total,
        };
        for (const [part, value] of Object.entries(pairs)) {
          const error = Math.abs(lossTerms[part as keyof typeof lossTerms] - value) /
            Math.max(value, 1);
          assert.ok(
            error < 1e-5,
            `${part} is ${lossTerms[part as keyof typeof lossTerms]}, not ${value}`,
          );
        }
        assert.deepEqual(Array.from(gate!.pseudo.primary.mask), masks.mask_for_primary);
        assert.deepEqual(Array.from(gate!.pseudo.auxiliary!.mask), masks.mask_for_aux);
        for (const network of ["primary", "auxiliary"] as const) {
          for (const [view, key] of Object.entries(NAMES[network])) {
            const gradient = gradients[network]![view as keyof ViewLogits] as Float32Array;
            const reference = tensors[`${name}.grad.${key}`]!.values as Float64Array;
            const error = relativeError(gradient, reference);
            assert.ok(error < 1e-5, `${key}: relative error ${error}`);
          }
        }
      }),
    { ignore: !HAS_REFERENCE },
  );
}

/** Logits of four classes that are sure of the given ones. */
function sureOf(...classes: number[]): tf.Tensor2D {
  return tf.tensor2d(classes.map((sure) => [0, 1, 2, 3].map((one) => one === sure ? 9 : 0)));
}

/** Logits that are sure of nothing. */
function unsure(clips: number): tf.Tensor2D {
  return tf.zeros([clips, 4]);
}

tensorTest(
  "confidenceGate() passes nothing below the threshold, and that is no error",
  () =>
    tf.tidy(() => {
      const own = () => ({ labeled: sureOf(1), weak: unsure(2), strong: sureOf(0, 1) });
      const step = stepOf({ primary: own(), auxiliary: own() }, [1], ["labeled", "strong"]);
      const gated = pipe(logitsAsParameters, confidenceGate({ threshold: 0.8 }), mergeLosses());
      const { result: { lossTerms, gate }, gradients } = run(step, gated);
      assert.deepEqual([lossTerms.pseudoPrimary, lossTerms.pseudoAuxiliary, lossTerms.contrast], [
        0,
        0,
        0,
      ]);
      assert.deepEqual(Array.from(gate!.pseudo.primary.mask), [0, 0]);
      assert.deepEqual(Array.from(gradients.primary.strong), Array(8).fill(0));
    }),
);

tensorTest("confidenceGate() crosses over, selfGate() does not", () =>
  tf.tidy(() => {
    const primary = { labeled: sureOf(1), weak: sureOf(1, 2), strong: unsure(2) };
    const auxiliary = { labeled: sureOf(1), weak: sureOf(3, 2), strong: unsure(2) };
    const step = stepOf({ primary, auxiliary }, [1], ["labeled", "weak", "strong"]);
    const labels = (gate: typeof confidenceGate) => {
      const gated = pipe(logitsAsParameters, gate({ threshold: 0.8 }), mergeLosses(CONTRAST));
      const { pseudo, agreement } = run(step, gated).result.gate!;
      assert.equal(agreement, 0.5);
      return [Array.from(pseudo.primary.labels), Array.from(pseudo.auxiliary!.labels)];
    };
    assert.deepEqual(labels(confidenceGate), [[3, 2], [1, 2]]);
    assert.deepEqual(labels(selfGate), [[1, 2], [3, 2]]);
  }));

tensorTest("a pseudo-label sends no gradient to the view that gave it", () =>
  tf.tidy(() => {
    const own = () => ({ labeled: sureOf(1), weak: sureOf(1, 2), strong: unsure(2) });
    const all = ["labeled", "weak", "strong"] as const;
    const step = stepOf({ primary: own(), auxiliary: own() }, [1], all);
    const gated = pipe(logitsAsParameters, confidenceGate({ threshold: 0.8 }), mergeLosses());
    assert.throws(() => run(step, gated), /depend on 'weak' of the primary model/);
  }));

tensorTest("mergeLosses() with selfGate() and a single network is FixMatch", () =>
  tf.tidy(() => {
    const primary = { labeled: unsure(1), weak: sureOf(1, 2), strong: unsure(2) };
    const step = stepOf({ primary }, [1], ["labeled", "strong"]);
    const fixMatch = pipe(logitsAsParameters, selfGate({ threshold: 0.95 }), mergeLosses());
    const { result: { lossTerms, gate }, gradients } = run(step, fixMatch);
    assert.deepEqual(Object.keys(gradients), ["primary"]);
    assert.ok(Math.abs(lossTerms.total - 3 * Math.log(4)) < 1e-5);
    assert.deepEqual([lossTerms.supervisedAuxiliary, lossTerms.pseudoAuxiliary], [0, 0]);
    assert.deepEqual(Object.keys(gate!.pseudo), ["primary"]);
  }));

tensorTest("mergeLosses() without a gate is supervised training", () =>
  tf.tidy(() => {
    const step = stepOf({ primary: { labeled: unsure(3) } }, [1, 2, 3], ["labeled"]);
    const { result } = run(step, pipe(logitsAsParameters, mergeLosses()));
    assert.ok(Math.abs(result.loss - Math.log(4)) < 1e-6);
    assert.deepEqual(Object.keys(result).sort(), ["loss", "lossTerms", "statistics"]);
    assert.equal(result.lossTerms.pseudoPrimary, 0);
  }));

tensorTest("gates and losses refuse steps that lack what they need", () =>
  tf.tidy(() => {
    const threshold = { threshold: 0.8 };
    const labeled = stepOf({ primary: { labeled: unsure(1) } }, [0], ["labeled"]);
    const own = { labeled: unsure(1), weak: unsure(2), strong: unsure(2) };
    const single = stepOf({ primary: own }, [0], ["labeled"]);
    const cases = [
      [labeled, pipe(selfGate(threshold), mergeLosses()), /the batch has no unlabeled clips/],
      [single, pipe(confidenceGate(threshold), mergeLosses()), /must be an auxiliary network/],
      [single, pipe(selfGate(threshold), mergeLosses(CONTRAST)), /omit 'contrast'/],
    ] as const;
    for (const [step, operators, message] of cases) {
      let failure: unknown;
      of(step).pipe(logitsAsParameters, operators).subscribe({ error: (error) => failure = error });
      assert.ok(failure instanceof TypeError && message.test(failure.message), `${failure}`);
    }
    assert.throws(() => confidenceGate({ threshold: 1.1 }), /'threshold' must be/);
    assert.throws(() => selfGate({ threshold: NaN }), RangeError);
    assert.throws(
      () => mergeLosses({ contrast: { temperature: 0 } }),
      /'contrast.temperature' must be/,
    );
  }));
