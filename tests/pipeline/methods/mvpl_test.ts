import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { of } from "rxjs";
import {
  type Merged,
  noiseStep,
  type StepInput,
  tinyNetworks,
  trainingStep,
} from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { mvpl } from "../../../pipeline/methods/mvpl.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { compile, disposeTree, tf } from "../../../runtime/mod.ts";
import { meanRow, softmax } from "../../models/learning/_plain.ts";
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
  supervisedOf,
} from "./_shared_terms.ts";

const { primary: PRIMARY } = tinyNetworks();

const COUNTS = { labeled: 2, unlabeled: 8 } as const;

const LABELS = [0, 1];

const ORDER = {
  labeled: [{ id: "a", path: "/a", label: 0 }],
  unlabeled: [{ id: "b", path: "/b", label: null }],
  labeledPerBatch: 1,
  ratio: 4,
  seed: 0,
};

/** A configuration with some modalities beside frames. */
async function configWith(...modalities: readonly string[]) {
  const clips = modalities.map((modality) => [modality, { frames: 4, stride: 8, modality }]);
  const { config } = await loadConfig("motion_small", [
    { path: "method", value: { name: "mvpl", threshold: 0.45, supervisedShare: 0.13 } },
    { path: "clip.others", value: Object.fromEntries(clips) },
  ]);
  return config;
}

async function phasesWith(...modalities: readonly string[]) {
  const networks = { primary: PRIMARY };
  const totalSteps = 100;
  const config = await configWith(...modalities);
  return planPhases(config, { method: mvpl, networks, order: ORDER, totalSteps });
}

const WITH_FLOW = await phasesWith("gradient", "flow");

const WITHOUT_FLOW = await phasesWith("gradient");

function stepOf(...modalities: readonly string[]): StepInput {
  const clips = Object.fromEntries(modalities.map((modality) => [modality, 2]));
  return makeSure(noiseStep({ primary: PRIMARY }, { ...COUNTS, clips }), 100);
}

/** The logits of all views of some clips, which go through the network together. */
function branchesOf({ state, batch }: StepInput, names: readonly string[]): BranchRows[] {
  const { labeled, weak, strong, randomSeed } = batch;
  const clips = tf.concat(names.flatMap((name) =>
    [labeled, weak!, strong!].map((view) => {
      return view[name]!;
    })
  ));
  const { parameters, statistics } = state.primary;
  const input = { parameters, statistics, clips, training: true, randomSeed };
  const perBranch = [COUNTS.labeled, COUNTS.unlabeled, COUNTS.unlabeled];
  const rows = divideRows(PRIMARY.forward(input).logits, names.flatMap(() => perBranch));
  return names.map((_, index) => {
    const [labeled, weak, strong] = rows.slice(3 * index, 3 * index + 3);
    return { labeled: labeled!, weak: weak!, strong: strong! };
  });
}

for (
  const [what, names, phases] of [
    ["three modalities", ["primary", "gradient", "flow"], WITH_FLOW],
    ["two modalities, where the flow is omitted", ["primary", "gradient"], WITHOUT_FLOW],
  ] as const
) {
  tidyTest(`MvPL takes the mean of the probabilities, and of the losses, of ${what}`, () => {
    const step = stepOf(...names.slice(1));
    const branches = branchesOf(step, names);
    const probabilities = Array.from(
      { length: COUNTS.unlabeled },
      (_, clip) => meanRow(branches.map(({ weak }) => softmax(weak[clip]!))),
    );
    const supervised = supervisedOf(branches, LABELS);
    const pseudo = pseudoOf(branches, probabilities, 0.45);
    const [result] = all(of(step).pipe(phases[1]!.pipeline)) as [Merged];
    assert.deepEqual(Object.keys(result.gate!.pseudo), names);
    assertTerms(result, { supervised, pseudo, total: supervised + pseudo });
  });
}

tidyTest("MvPL learns from the labeled clips of all modalities at first", () => {
  const step = stepOf("gradient", "flow");
  const { weak: _, strong: __, ...batch } = step.batch;
  const { labeled, randomSeed } = batch;
  const { parameters, statistics } = step.state.primary;
  const clips = tf.concat([labeled.primary, labeled["gradient"]!, labeled["flow"]!]);
  const input = { parameters, statistics, clips, training: true, randomSeed };
  const rows = divideRows(PRIMARY.forward(input).logits, [2, 2, 2]);
  const branches = rows.map((labeled) => ({ labeled, weak: [], strong: [] }));
  const total = supervisedOf(branches, LABELS);
  const [result] = all(of({ ...step, batch }).pipe(WITH_FLOW[0]!.pipeline)) as [Merged];
  assertTerms(result, { supervised: total, total });
});

tensorTest("a step of MvPL compiled equals itself op by op", async () => {
  const step = trainingStep({
    pipeline: WITH_FLOW[1]!.pipeline,
    optimizer: { primary: optimizerOf(PRIMARY) },
    maxGradientNorm: 40,
  });
  using compiled = compile(step);
  const input = noiseStep({ primary: PRIMARY }, { ...COUNTS, clips: { gradient: 2, flow: 2 } });
  const eager = step(input);
  const traced = await compiled(input);
  const difference = differenceOf(traced, eager);
  assert.ok(difference < 1e-5, `${difference}`);
  disposeTree([input, eager, traced]);
});

Deno.test("MvPL learns from labels alone for a share of the steps", () => {
  const phases = WITH_FLOW.map(({ from, to, losses, order }) => [from, to, losses, order.ratio]);
  assert.deepEqual(phases, [
    [0, 13, ["supervised"], 0],
    [13, 100, ["supervised", "pseudo"], 4],
  ]);
});

Deno.test("MvPL needs clips of the gradient, may have clips of the flow, and no others", async () => {
  assert.equal(await chooseMethod(await configWith("gradient")), mvpl);
  assert.equal(await chooseMethod(await configWith("gradient", "flow")), mvpl);
  await assert.rejects(chooseMethod(await configWith("flow")), {
    name: "ConfigError",
    message: /clip\.others\.gradient must be given for the method mvpl, such as/,
  });
  await assert.rejects(chooseMethod(await configWith("gradient", "rgb")), {
    message: /clip\.others\.rgb must be omitted, .* it looks at gradient, flow$/,
  });
  const other = { gradient: { frames: 4, stride: 8 }, flow: { frames: 4, stride: 8 } };
  const { config } = await loadConfig("motion_small", [
    { path: "method.name", value: "mvpl" },
    { path: "clip.others", value: other },
  ]);
  await assert.rejects(chooseMethod(config), {
    message: /gradient\.modality must be gradient .* rgb.*flow\.modality must be flow .* rgb/s,
  });
});
