import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { map, of, pipe } from "rxjs";
import { createModel, withProjection } from "../../../models/mod.ts";
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
import { ltg } from "../../../pipeline/methods/ltg.ts";
import { lossWeights } from "../../../pipeline/methods/loss_weights.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { compile, disposeTree, tf } from "../../../runtime/mod.ts";
import { cosine, logSoftmax, mean, meanRow, softmax, sum } from "../../models/learning/_plain.ts";
import { all } from "../../operators/_all.ts";
import { differenceOf } from "../../operators/_difference.ts";
import { optimizerOf } from "../../operators/_networks.ts";
import { tensorTest, tidyTest } from "../../operators/_tensors.ts";
import {
  assertTerms,
  type BranchRows,
  divideRows,
  makeSure,
  pseudoOf,
  type Rows,
  supervisedOf,
} from "./_shared_terms.ts";
import { drawNormal } from "../../_draw_normal.ts";

/** Without dropout, which has other draws in each network. */
const MODEL = withProjection(
  createModel({ ...tinyNetworks().primary.config, dropout: 0 }),
  { layers: [6, 5], normalized: true },
);

const NETWORKS = { primary: MODEL, auxiliary: MODEL };

const COUNTS = { labeled: 2, unlabeled: 8 } as const;

const LABELS = [0, 1];

const AUXILIARY = { frames: 4, stride: 8, modality: "gradient" };

const RESNET = (await loadConfig("motion_small")).config.primary;

const OVERRIDES = [
  { path: "method", value: { name: "ltg", threshold: 0.8, gamma: 1, beta: 1, temperature: 0.25 } },
  { path: "method.supervisedShare", value: 1 / 6 },
  { path: "clip.auxiliary", value: AUXILIARY },
  { path: "auxiliary", value: RESNET },
];

const { config: CONFIG } = await loadConfig("motion_small", OVERRIDES);

const PHASES = planPhases(CONFIG, {
  method: ltg,
  networks: NETWORKS,
  order: {
    labeled: [{ id: "a", path: "/a", label: 0 }],
    unlabeled: [{ id: "b", path: "/b", label: null }],
    labeledPerBatch: 1,
    ratio: 1,
    seed: 0,
  },
  totalSteps: 180,
});

const [FEATURES, ALL] = PHASES.map(({ pipeline }) => pipeline);

function stepOf(weights: Readonly<Record<string, number>> = {}): StepInput {
  const step = noiseStep(NETWORKS, COUNTS);
  const { auxiliary, primary } = step.state;
  // Networks of other weights say other things.
  const shifted = Object.entries(auxiliary!.parameters)
    .map(([name, tensor], index) => [
      name,
      tf.add(
        tensor,
        drawNormal(tensor.shape, index + 1, 0, 0.1),
      ),
    ]);
  const all = { pseudoLabel: 1, contrast: 1, alignment: 1, ...weights };
  const scalars = Object.entries(all).map(([name, weight]) => [name, tf.scalar(weight)]);
  return makeSure({
    ...step,
    state: { primary, auxiliary: { ...auxiliary!, parameters: Object.fromEntries(shifted) } },
    schedule: { ...step.schedule, weights: Object.fromEntries(scalars) },
  }, 100);
}

/** What a network says about all views of its clips, which go through it together. */
function readNetwork({ state, batch }: StepInput, network: "primary" | "auxiliary") {
  const { labeled, weak, strong, randomSeed } = batch;
  const clips = tf.concat([labeled, weak!, strong!].map((view) => view[network]!));
  const { parameters, statistics } = state[network]!;
  let stages: readonly tf.Tensor[] = [];
  const { logits, projection } = MODEL.forward({
    parameters,
    statistics,
    clips,
    training: true,
    randomSeed,
    readOut: { onStages: (outputs) => stages = outputs },
  });
  const compared = COUNTS.labeled + COUNTS.unlabeled;
  const counts = [COUNTS.labeled, COUNTS.unlabeled, COUNTS.unlabeled];
  const [n, w, s] = divideRows(logits, counts) as [Rows, Rows, Rows];
  return {
    rows: { labeled: n, weak: w, strong: s } satisfies BranchRows,
    projections: projection!.arraySync().slice(0, compared),
    // Of each stage, the channels at each position of the clips that are compared.
    stages: stages.map((stage) => {
      const positions = tf.reshape<tf.Rank.R2>(stage, [-1, stage.shape.at(-1)!]).arraySync();
      return positions.slice(0, positions.length * compared / clips.shape[0]);
    }),
  };
}

function readStep(step: StepInput) {
  const [primary, auxiliary] = (["primary", "auxiliary"] as const)
    .map((network) => readNetwork(step, network));
  return { primary: primary!, auxiliary: auxiliary! };
}

/** The terms that do not need pseudo-labels, by their definitions. */
function featureTerms({ primary, auxiliary }: ReturnType<typeof readStep>) {
  const alignment = sum(primary.stages.map((stage, index) => {
    return 1 - mean(stage.map((row, position) => cosine(row, auxiliary.stages[index]![position]!)));
  }));
  const directions = [
    [primary.projections, auxiliary.projections],
    [auxiliary.projections, primary.projections],
  ] as const;
  const contrast = mean(directions.map(([from, to]) => {
    return mean(from.map((row, clip) => {
      return -logSoftmax(to.map((other) => cosine(row, other) / 0.25))[clip]!;
    }));
  }));
  return { supervised: supervisedOf([primary.rows, auxiliary.rows], LABELS), alignment, contrast };
}

tidyTest("LTG learns from labels, aligns stages and contrasts projections from the start", () => {
  const step = stepOf();
  const terms = featureTerms(readStep(step));
  const [result] = all(of(step).pipe(FEATURES!)) as [Merged];
  assert.equal(result.gate, undefined);
  assertTerms(result, { ...terms, total: sum(Object.values(terms)) });
});

tidyTest("LTG then learns the label of the mean of the logits, in both networks", () => {
  const step = stepOf({ alignment: 0.5, contrast: 2, pseudoLabel: 3 });
  const read = readStep(step);
  const branches = [read.primary.rows, read.auxiliary.rows];
  const probabilities = read.primary.rows.weak.map((_, clip) => {
    return softmax(meanRow(branches.map(({ weak }) => weak[clip]!)));
  });
  const { supervised, alignment, contrast } = featureTerms(read);
  const pseudo = pseudoOf(branches, probabilities, 0.8);
  const total = supervised + 0.5 * alignment + 2 * contrast + 3 * pseudo;
  const [result] = all(of(step).pipe(ALL!)) as [Merged];
  assertTerms(result, { supervised, alignment, contrast, pseudo, total });
});

for (
  const [term, reached] of [
    ["alignment", { primary: true, auxiliary: false }],
    ["contrast", { primary: true, auxiliary: true }],
  ] as const
) {
  const which = reached.auxiliary ? "both networks" : "the network of frames alone";
  tidyTest(`LTG sends the gradient of the ${term} to ${which}`, () => {
    const gradientsOf = (weight: number) => {
      const step = stepOf({ [term]: weight });
      const toLoss = pipe(ALL!, map(({ loss }) => ({ loss })));
      return hostValues(all(of(step).pipe(differentiate(toLoss)))[0]!.gradients);
    };
    const [without, once] = [gradientsOf(0), gradientsOf(1)];
    for (const network of ["primary", "auxiliary"] as const) {
      const difference = differenceOfValues(once[network]!, without[network]!);
      assert.equal(difference > 1e-3, reached[network], `${network}: ${difference}`);
      if (!reached[network]) assert.equal(difference, 0);
    }
  });
}

function differenceOfValues(
  first: Readonly<Record<string, ArrayLike<number>>>,
  second: Readonly<Record<string, ArrayLike<number>>>,
): number {
  return Math.max(
    ...Object.entries(first).flatMap(([name, values]) =>
      Array.from(values, (value, index) => Math.abs(value - second[name]![index]!))
    ),
  );
}

tensorTest("a step of LTG compiled equals itself op by op", async () => {
  const step = trainingStep({
    pipeline: ALL!,
    optimizer: { primary: optimizerOf(MODEL), auxiliary: optimizerOf(MODEL) },
    maxGradientNorm: 40,
  });
  using compiled = compile(step);
  const noise = noiseStep(NETWORKS, COUNTS);
  const weights = { ...noise.schedule.weights, alignment: tf.scalar(1) };
  const input = { ...noise, schedule: { ...noise.schedule, weights } };
  const eager = step(input);
  const traced = await compiled(input);
  const difference = differenceOf(traced, eager);
  assert.ok(difference < 1e-4, `${difference}`);
  disposeTree([input, eager, traced]);
});

Deno.test("LTG takes no pseudo-labels for a share of the steps", () => {
  assert.deepEqual(PHASES.map(({ from, to, losses, order }) => [from, to, losses, order.ratio]), [
    [0, 30, ["supervised", "alignment", "contrast"], 1],
    [30, 180, ["supervised", "pseudo", "alignment", "contrast"], 1],
  ]);
});

Deno.test("LTG weighs its terms by γ, β and their names", () => {
  const settings = { ...CONFIG.method, gamma: 3, beta: 4 };
  assert.deepEqual(lossWeights(ltg, settings), { pseudoLabel: 3, contrast: 4, alignment: 1 });
  const weights = { alignment: 0 };
  assert.equal(lossWeights(ltg, { ...settings, weights })["alignment"], 0);
});

Deno.test("LTG needs two of the same ResNet, on frames and gradients of equal length", async () => {
  assert.equal(await chooseMethod(CONFIG), ltg);
  for (
    const [changes, message] of [
      [
        { "clip.auxiliary": { frames: 8, stride: 4 } },
        /clip\.auxiliary\.modality must be gradient.*: current value is rgb.*clip\.auxiliary\.frames must be clip\.primary\.frames \(4\) .*: current value is 8/s,
      ],
      [
        { auxiliary: "timesformer_vit_s", "clip.size": 224, "clip.decodeShortSide": 224 },
        /auxiliary must be the same network as primary .*: current value is a timesformer/,
      ],
      [
        { "auxiliary.width": 8 },
        /auxiliary must be the same network as primary .*: current value is another slow-resnet/,
      ],
      [
        { primary: "slowfast_r50", "clip.primary": { frames: 4, stride: 8 } },
        /primary must be one of slow-resnet, r3d-resnet, tsm-resnet .*: current value is a slowfast-resnet/,
      ],
    ] as const
  ) {
    const overrides = Object.entries(changes).map(([path, value]) => ({ path, value }));
    const { config } = await loadConfig("motion_small", [...OVERRIDES, ...overrides]);
    await assert.rejects(chooseMethod(config), { name: "ConfigError", message });
  }
});
