import assert from "node:assert/strict";
import { pipe } from "rxjs";
import {
  createModel,
  decayedBySpec,
  freeze,
  type Model,
  sgd,
  type SlowResNetConfig,
  type TimeSformerConfig,
} from "../../../models/mod.ts";
import {
  accumulatedStep,
  confidenceGate,
  dualForward,
  hostValues,
  inPlace,
  mapNetworks,
  mergeLosses,
  microSteps,
  noiseStep,
  type PerNetwork,
  startEma,
  type StepInput,
  tinyNetworks,
  trainingStep,
} from "../../../operators/mod.ts";
import { compile, disposeTree, tidyTree } from "../../../runtime/mod.ts";
import { tensorTest } from "../_tensors.ts";

const FROZEN = {
  primary: /^blocks\.[01]\./,
  auxiliary: /^(?:cls_token|pos_embed|time_embed|patch_embed\.|blocks\.0\.)/,
};

const { primary, auxiliary } = tinyNetworks();
const NETWORKS = {
  primary: freeze(primary, (name) => FROZEN.primary.test(name)),
  auxiliary: freeze(auxiliary, (name) => FROZEN.auxiliary.test(name)),
};

function isFrozen({ parameters }: Model, name: string): boolean {
  return parameters.some((spec) => spec.name === name && spec.frozen === true);
}

const OPTIMIZER = mapNetworks<Model, ReturnType<typeof sgd>>(NETWORKS, (model) =>
  sgd({
    momentum: 0.9,
    weightDecay: 0.1,
    isDecayed: decayedBySpec(model.parameters),
    isFrozen: (name) => isFrozen(model, name),
  }));

const OPTIONS = {
  pipeline: pipe(
    dualForward(NETWORKS),
    confidenceGate({ threshold: 0 }),
    mergeLosses({ contrast: { temperature: 0.5 } }),
  ),
  optimizer: OPTIMIZER,
  maxGradientNorm: 40,
  emaDecay: 0.9,
};

/** A step of two labeled and four unlabeled clips, with averages and momenta of what is trained. */
function inputOf(): StepInput {
  return tidyTree(() => {
    const input = noiseStep(NETWORKS, { labeled: 2, unlabeled: 4 });
    const state = mapNetworks(input.state, ({ parameters, statistics }, network) =>
      startEma({
        parameters,
        statistics,
        momentum: OPTIMIZER[network]!.initialize(parameters),
      }));
    return { ...input, state };
  });
}

/** Requires that what is frozen, its statistics and averages included, are the very same bits. */
function requireFrozen(before: PerNetwork<State>, after: PerNetwork<State>): void {
  for (const network of ["primary", "auxiliary"] as const) {
    const [old, next] = [before[network]!, after[network]!];
    let changed = 0;
    for (const part of ["parameters", "statistics", "ema"] as const) {
      assert.deepEqual(Object.keys(next[part]!).sort(), Object.keys(old[part]!).sort());
      for (const [name, values] of Object.entries(old[part]!)) {
        if (FROZEN[network].test(name)) assert.deepEqual(next[part]![name], values, name);
        else if (`${next[part]![name]}` !== `${values}`) changed++;
      }
    }
    assert.ok(changed > 0, network);
    assert.ok(Object.keys(next.momentum).every((name) => !FROZEN[network].test(name)));
  }
}

type State =
  & {
    readonly [Part in "parameters" | "statistics" | "momentum" | "ema"]?: Record<string, unknown>;
  }
  & { readonly momentum: Record<string, unknown> };

tensorTest("trainingStep() leaves frozen parameters, statistics and averages as they are", () => {
  const input = inputOf();
  const output = trainingStep(OPTIONS)(input);
  requireFrozen(hostValues(input.state), hostValues(output.state));
  disposeTree([input, output]);
});

tensorTest("trainingStep() compiled and in place leaves what is frozen as it is", async () => {
  using step = compile(inPlace(trainingStep(OPTIONS)));
  const input = inputOf();
  const before = hostValues(input.state);
  const output = await step(input);
  requireFrozen(before, hostValues(output.state));
  disposeTree([input, output]);
});

tensorTest("accumulatedStep() leaves what is frozen as it is", async () => {
  const halves = microSteps({ ...OPTIONS, microBatches: 2 });
  using accumulate = compile(halves.accumulate);
  const step = accumulatedStep({ ...halves, accumulate });
  const input = inputOf();
  const output = await step(input);
  requireFrozen(hostValues(input.state), hostValues(output.state));
  disposeTree([input, output]);
});

tensorTest("a training pass in which all but the head is frozen equals evaluation", () => {
  const whole = createModel({ ...primary.config as SlowResNetConfig, dropout: 0 });
  const model = freeze(whole, (name) => !name.startsWith("blocks.3."));
  const state = model.initialize(1);
  const input = noiseStep({ primary: model }, { labeled: 2, unlabeled: 0 });
  const clips = input.batch.labeled.primary;
  const [evaluated, trained] = [false, true].map((training) =>
    tidyTree(() => model.forward({ ...state, clips, training }))
  );
  assert.deepEqual(hostValues(trained!.logits), hostValues(evaluated!.logits));
  assert.deepEqual(hostValues(trained!.statistics), hostValues(state.statistics));
  disposeTree([input, state.parameters, state.statistics, evaluated!.logits, evaluated!.features, {
    ...trained!,
  }]);
});

tensorTest("a frozen block of a TimeSformer drops no path", () => {
  const config = { ...auxiliary.config as TimeSformerConfig, depth: 2, dropPath: 0.5 };
  const model = freeze(createModel(config), (name) => name.startsWith("blocks."));
  const state = model.initialize(1);
  const input = noiseStep({ primary: model }, { labeled: 2, unlabeled: 0 });
  const clips = input.batch.labeled.primary;
  const [evaluated, trained] = [false, true].map((training) =>
    tidyTree(() => model.forward({ ...state, clips, training }).logits)
  );
  assert.deepEqual(hostValues(trained!), hostValues(evaluated!));
  disposeTree([input, state.parameters, evaluated!, trained!]);
});
