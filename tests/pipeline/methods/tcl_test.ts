import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { map, of, type OperatorFunction } from "rxjs";
import {
  contrastiveLoss,
  createModel,
  groupContrastiveLoss,
  supervisedLoss,
} from "../../../models/mod.ts";
import {
  differentiate,
  hostValues,
  type Merged,
  noiseStep,
  type StepInput,
  tinyNetworks,
  trainingStep,
} from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { tcl } from "../../../pipeline/methods/tcl.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { stepSchedule } from "../../../pipeline/training/step_schedule.ts";
import { compile, disposeTree, tensorsOf, tf } from "../../../runtime/mod.ts";
import { all } from "../../operators/_all.ts";
import { optimizerOf } from "../../operators/_networks.ts";
import { tensorTest, tidyTest } from "../../operators/_tensors.ts";
import { argMax, softmax } from "../../models/learning/_plain.ts";
import { crossEntropy } from "./_plain.ts";
import { groupContrastOf, ntXentOf } from "./_plain_contrast.ts";
import { makeSure, type Rows } from "./_shared_terms.ts";

/** Without dropout, so that its logits can be computed without the pipeline. */
const PRIMARY = createModel({ ...tinyNetworks(3).primary.config, dropout: 0 });

const NETWORKS = { primary: PRIMARY };

const { config: CONFIG } = await loadConfig("motion_small", [
  { path: "method", value: { name: "tcl", gamma: 9, beta: 1, threshold: 0.6, rampShare: 0 } },
  { path: "method.supervisedShare", value: 0.125 },
  { path: "optimizer", value: { learningRate: 0.02, warmupShare: 0 } },
  { path: "clip.others", value: { slow: { frames: 2, stride: 16 } } },
]);

type TclPipeline = OperatorFunction<StepInput, Merged>;

const ORDER = {
  labeled: [{ id: "a", path: "/a", label: 0 }],
  unlabeled: [{ id: "b", path: "/b", label: null }],
  labeledPerBatch: 8,
  ratio: 3,
  seed: 0,
};

const PHASES = planPhases(CONFIG, {
  method: tcl,
  networks: NETWORKS,
  order: ORDER,
  totalSteps: 400,
});

const [LABELS, CONTRAST, FINE_TUNING] = PHASES.map(({ pipeline }) => pipeline) as [
  TclPipeline,
  TclPipeline,
  TclPipeline,
];

/** A step of a network that is sure of different classes. */
function stepOf(): StepInput {
  const noise = noiseStep(NETWORKS, { labeled: 2, unlabeled: 6, clips: { slow: 1 } });
  const { state, batch: { strong: _, ...batch }, schedule } = makeSure(noise, 300);
  const weights = {
    contrast: tf.scalar(9),
    groupContrast: tf.scalar(1),
    pseudoLabel: tf.scalar(1),
  };
  return { state, batch, schedule: { ...schedule, weights } };
}

/** The logits of some clips in a pass of their own, in training mode. */
function logitsOf({ state, batch }: StepInput, clips: tf.Tensor5D): tf.Tensor2D {
  const { parameters, statistics } = state.primary;
  const { randomSeed } = batch;
  return PRIMARY.forward({ parameters, statistics, clips, training: true, randomSeed }).logits;
}

function rowsOf(logits: tf.Tensor2D): Rows {
  return logits.arraySync();
}

/** The logits of the labeled clips, and of the weak views at both rates. */
function rowsOfStep(step: StepInput) {
  const { labeled, weak } = step.batch;
  const rows = [labeled.primary, weak!.primary, weak!["slow"]!]
    .map((clips) => rowsOf(logitsOf(step, clips)));
  return { labeled: rows[0]!, fast: rows[1]!, slow: rows[2]! };
}

function resultOf(step: StepInput, pipeline: TclPipeline) {
  const [{ lossTerms, gate }] = all(of(step).pipe(pipeline)) as [Merged];
  return { ...hostValues({ lossTerms }), gate: gate && hostValues(gate.pseudo.primary) };
}

function assertNear(
  actual: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(Math.abs(actual[name]! - value) < 1e-4, `${name}: ${actual[name]} for ${value}`);
  }
}

tidyTest("TCL learns from labels alone at first", () => {
  const step = stepOf();
  const { labeled } = step.batch;
  const expected = crossEntropy(rowsOf(logitsOf(step, labeled.primary)), [0, 1]);
  const { weak: _, ...batch } = step.batch;
  const { lossTerms: { supervisedPrimary, total } } = resultOf({ ...step, batch }, LABELS);
  assertNear({ supervisedPrimary: supervisedPrimary!, total }, {
    supervisedPrimary: expected,
    total: expected,
  });
});

tidyTest("TCL contrasts clips and groups of both rates, each view in a pass of its own", () => {
  const step = stepOf();
  const { labeled, fast, slow } = rowsOfStep(step);
  const teacher = fast.map(softmax);
  const student = slow.map(softmax);
  const groups = [teacher, student].map((rows) => new Set(rows.map(argMax)));
  assert.ok(groups[0]!.intersection(groups[1]!).size > 1, "too few groups to contrast");
  const supervisedPrimary = crossEntropy(labeled, [0, 1]);
  const contrast = ntXentOf(teacher, student, 0.5);
  const groupContrast = groupContrastOf(teacher, student, 0.5);
  assertNear(resultOf(step, CONTRAST).lossTerms, {
    supervisedPrimary,
    contrast,
    groupContrast,
    total: supervisedPrimary + 9 * contrast + groupContrast,
  });
});

tidyTest("TCL learns at last from its own confident labels for the same clips", () => {
  const step = stepOf();
  const { labeled, fast } = rowsOfStep(step);
  const probabilities = fast.map(softmax);
  const mask = probabilities.map((row) => Number(Math.max(...row) >= 0.6));
  assert.ok(mask.includes(0) && mask.includes(1), `${mask}`);
  const supervisedPrimary = crossEntropy(labeled, [0, 1]);
  const pseudoPrimary = crossEntropy(fast, probabilities.map(argMax), mask);
  const { lossTerms, gate } = resultOf(step, FINE_TUNING);
  assert.deepEqual(Array.from(gate!.mask), mask);
  const total = supervisedPrimary + pseudoPrimary;
  assertNear(lossTerms, { supervisedPrimary, pseudoPrimary, total });
});

tidyTest("TCL sends no gradient of a contrast to the faster clips", () => {
  const step = stepOf();
  const fast = logitsOf(step, step.batch.weak!.primary);
  // Constants, as they were computed before the tape.
  const expected = map((input: StepInput) => {
    const { labeled, labels, weak } = input.batch;
    const slow = logitsOf(input, weak!["slow"]!);
    const terms = [
      supervisedLoss(logitsOf(input, labeled.primary), labels),
      tf.mul(contrastiveLoss(fast, slow, { temperature: 0.5 }), 9),
      groupContrastiveLoss(fast, slow, { temperature: 0.5 }),
    ];
    return { loss: tf.addN(terms) as tf.Scalar };
  });
  const gradientsOf = <R extends { readonly loss: tf.Scalar }>(
    pipeline: OperatorFunction<StepInput, R>,
  ) => hostValues(all(of(step).pipe(differentiate(pipeline)))[0]!.gradients.primary);
  const actual = gradientsOf(CONTRAST);
  for (const [name, values] of Object.entries(gradientsOf(expected))) {
    const largest = Math.max(...values.map(Math.abs));
    values.forEach((value, index) => {
      assert.ok(Math.abs(actual[name]![index]! - value) <= 1e-4 * largest + 1e-7, name);
    });
  }
});

for (const [name, pipeline] of [["contrast", CONTRAST], ["fine-tuning", FINE_TUNING]] as const) {
  tensorTest(`TCL's step of ${name} gives the same compiled as op by op`, async () => {
    const step = tf.tidy(() => keptStep());
    const optimizer = { primary: optimizerOf(PRIMARY) };
    const options = { pipeline, optimizer, maxGradientNorm: 40 };
    const eager = trainingStep(options);
    using compiled = compile(trainingStep(options));
    const outputs = [eager(step), await compiled(step)];
    const [first, second] = outputs.map(({ state, result }) => ({
      losses: hostValues(result.lossTerms),
      parameters: hostValues(state.primary.parameters),
    }));
    assertNear(second!.losses, first!.losses);
    for (const [parameter, values] of Object.entries(first!.parameters)) {
      values.forEach((value, index) => {
        assert.ok(Math.abs(second!.parameters[parameter]![index]! - value) < 1e-4, parameter);
      });
    }
    disposeTree([step, ...outputs]);
  });
}

/** A step whose tensors survive a `tf.tidy`. */
function keptStep(): StepInput {
  const { state, batch, schedule } = stepOf();
  const kept = { state, batch, schedule };
  for (const tensor of tensorsOf(kept)) tf.keep(tensor);
  return kept;
}

Deno.test("TCL has the phases of its code: 50, 300 and 50 of 400 epochs", () => {
  const steps = PHASES.map(({ from, to, order, losses }) => [from, to, order.ratio, losses.length]);
  assert.deepEqual(steps, [[0, 50, 0, 1], [50, 350, 3, 3], [350, 400, 3, 2]]);
  const schedule = stepSchedule(CONFIG, { method: tcl, totalSteps: 400, phases: PHASES });
  const rateOf = (step: number) => schedule(step).learningRate.primary;
  const cosine = (step: number) => 0.01 * (1 + Math.cos(Math.PI * step / 400));
  for (const step of [0, 49, 50, 349]) assert.ok(Math.abs(rateOf(step) - cosine(step)) < 1e-9);
  for (const step of [350, 399]) {
    assert.ok(Math.abs(rateOf(step) - cosine(step - 350) / 10) < 1e-9);
  }
  assert.deepEqual(schedule(60).weights, { contrast: 9, groupContrast: 1, pseudoLabel: 1 });
});

Deno.test("TCL divides what labels alone leave of the steps, however much that is", () => {
  for (const [share, steps] of [[0, [0, 343]], [0.3, [0, 120, 360]], [1, [0]]] as const) {
    const config = { ...CONFIG, method: { ...CONFIG.method, supervisedShare: share } };
    const phases = planPhases(config, {
      method: tcl,
      networks: NETWORKS,
      order: ORDER,
      totalSteps: 400,
    });
    assert.deepEqual(phases.map(({ from }) => from), steps);
  }
});

Deno.test("TCL needs the slow clips in the config", async () => {
  const { others: _, ...clip } = CONFIG.clip;
  await assert.rejects(chooseMethod({ ...CONFIG, clip }), {
    name: "ConfigError",
    message:
      /clip\.others\.slow must be given for the method tcl, such as .*: current value is none$/,
  });
});

const TIMESFORMER = { kind: "timesformer", width: 16, depth: 1, heads: 2, patch: 8 };

const SLOW_FAST = {
  kind: "slowfast-resnet",
  block: "basic",
  width: 8,
  depths: [1],
  slowKernels: [1],
  fastKernels: [3],
  spatialStrides: [1],
};

for (
  const [primary, message] of [
    [TIMESFORMER, /clip\.others\.slow\.frames must be 4, .*TimeSformer.*: current value is 2$/],
    [SLOW_FAST, /slow\.frames must suit the primary network, .* frames \(2\): current value is 2$/],
  ] as const
) {
  Deno.test(`TCL refuses a ${primary.kind} that cannot work on the slow clips`, async () => {
    const { config } = await loadConfig("motion_small", [
      { path: "method.name", value: "tcl" },
      { path: "primary", value: primary },
      { path: "clip.others", value: { slow: { frames: 2, stride: 16 } } },
    ]);
    await assert.rejects(chooseMethod(config), { name: "ConfigError", message });
  });
}
