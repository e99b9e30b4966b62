import assert from "node:assert/strict";
import { compile, disposeTree } from "../../../runtime/mod.ts";
import {
  accumulatedStep,
  hostValues,
  inPlace,
  mapNetworks,
  type Merged,
  microSteps,
  startEma,
  type StepInput,
  type StepOutput,
  type TrainingState,
  trainingStep,
} from "../../../operators/mod.ts";
import { actNetFormer, AUXILIARY, initialState, noise, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

type Step = (input: StepInput) => StepOutput<Merged> | Promise<StepOutput<Merged>>;

const OPTIONS = { ...actNetFormer(0), emaDecay: 0.9 };

/** A fresh state with averages. */
function stateWithAverages(): TrainingState {
  const networks = { primary: PRIMARY, auxiliary: AUXILIARY };
  return mapNetworks(networks, (model) => startEma(initialState(model)));
}

/** The losses and the last state of three steps; `during` is called with the states of each. */
async function threeSteps(
  step: Step,
  during: (before: TrainingState, next: TrainingState) => void,
) {
  let state = stateWithAverages();
  const losses = [];
  for (let number = 0; number < 3; number++) {
    const input = { state, batch: noise(number), schedule: scheduleOf() };
    const { state: next, ...metrics } = await step(input);
    during(state, next);
    losses.push(hostValues(metrics));
    const { batch, schedule } = input;
    disposeTree([state, batch, schedule, metrics]);
    state = next;
  }
  const learned = hostValues(state);
  disposeTree(state);
  return { losses, learned };
}

function assertSameMemory(before: TrainingState, next: TrainingState) {
  assert.deepEqual(hostValues(before), hostValues(next));
}

tensorTest("inPlace() learns the same, in the memory of the first state, op by op", async () => {
  const step = trainingStep(OPTIONS);
  const expected = await threeSteps(step, (before, next) => {
    assert.notDeepEqual(hostValues(next), hostValues(before), "something was learned");
  });
  assert.deepEqual(await threeSteps(inPlace(step), assertSameMemory), expected);
});

tensorTest("inPlace() learns the same, in the memory of the first state, compiled", async () => {
  const step = trainingStep(OPTIONS);
  using plain = compile(step);
  using overwriting = compile(inPlace(step));
  const expected = await threeSteps(plain, () => {});
  assert.deepEqual(await threeSteps(overwriting, assertSameMemory), expected);
});

tensorTest("inPlace() works for the second half of an accumulated step", async () => {
  const { accumulate, apply } = microSteps({ ...OPTIONS, microBatches: 1 });
  using first = compile(accumulate);
  using plain = compile(apply);
  using overwriting = compile(inPlace(apply));
  const stepWith = (apply: typeof plain) =>
    accumulatedStep<Merged>({ microBatches: 1, accumulate: first, apply });
  const expected = await threeSteps(stepWith(plain), () => {});
  assert.deepEqual(await threeSteps(stepWith(overwriting), assertSameMemory), expected);
});
