import assert from "node:assert/strict";
import { map, pipe } from "rxjs";
import type { Parameters } from "../../../models/mod.ts";
import { compile, disposeTree, tf } from "../../../runtime/mod.ts";
import {
  accumulatedStep,
  dualForward,
  hostValues,
  inPlace,
  type Merged,
  mergeLosses,
  mergeTerms,
  microSteps,
  type StepInput,
  type StepOutput,
  trainingStep,
  type TrainingStepOptions,
} from "../../../operators/mod.ts";
import { initialState, noise, optimizerOf, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

/** Returns what is remembered after a step. */
type Remember = (memory: Parameters) => Parameters;

/** Counts steps, and keeps the rest. */
const count: Remember = ({ steps }) => ({ steps: tf.add(steps!, tf.scalar(1, "int32")) });

/** Training on labels by a method that remembers something. */
function optionsOf(remember: Remember, merge = mergeLosses()): TrainingStepOptions<Merged> {
  return {
    pipeline: pipe(
      dualForward({ primary: PRIMARY }),
      map((step) => ({ ...step, memory: remember(step.state.memory ?? {}) })),
      merge,
    ),
    optimizer: { primary: optimizerOf(PRIMARY) },
    maxGradientNorm: 40,
  };
}

/** A step with a bank of twos, and a counter. */
function firstInput(): StepInput {
  const memory = { bank: tf.fill([2, 3], 2), steps: tf.tensor1d([0, 5], "int32") };
  return {
    state: { primary: initialState(PRIMARY), memory },
    batch: noise(1),
    schedule: scheduleOf(),
  };
}

type Step = (input: StepInput) => StepOutput<Merged> | Promise<StepOutput<Merged>>;

/** What is remembered after two steps, and the names in the result of the last one. */
async function twoSteps(step: Step) {
  const first = firstInput();
  const { state, ...metrics } = await step(first);
  const last = await step({ ...first, state });
  const remembered = hostValues(last.state.memory!);
  const names = Object.keys(last.result);
  disposeTree([first, state, metrics, last]);
  return { remembered, names };
}

/** After two steps: the bank as it was. */
const EXPECTED = { bank: new Float32Array(6).fill(2), steps: Int32Array.of(2, 7) };

tensorTest("a step remembers what its pipeline emits, and keeps the rest", async () => {
  const step = trainingStep(optionsOf(count));
  const { remembered, names } = await twoSteps(step);
  assert.deepEqual(remembered, EXPECTED);
  assert.deepEqual(names, ["loss", "lossTerms"]);
  assert.deepEqual((await twoSteps(inPlace(step))).remembered, EXPECTED);
});

tensorTest("a step remembers the same compiled, in place", async () => {
  const step = trainingStep(optionsOf(count));
  using plain = compile(step);
  using overwriting = compile(inPlace(step));
  assert.deepEqual((await twoSteps(plain)).remembered, EXPECTED);
  assert.deepEqual((await twoSteps(overwriting)).remembered, EXPECTED);
});

tensorTest("a step remembers after mergeTerms(), too", async () => {
  const terms = mergeTerms({ size: { of: ({ logits }) => tf.mean(logits.primary.labeled!) } });
  const { remembered } = await twoSteps(trainingStep(optionsOf(count, terms)));
  assert.deepEqual(remembered, EXPECTED);
});

tensorTest("a step keeps its memory if its pipeline emits none", async () => {
  const step = trainingStep({
    ...optionsOf(count),
    pipeline: pipe(dualForward({ primary: PRIMARY }), mergeLosses()),
  });
  const { remembered } = await twoSteps(inPlace(step));
  assert.deepEqual(remembered, { ...EXPECTED, steps: Int32Array.of(0, 5) });
});

for (
  const [what, remember, message] of [
    [
      "another name",
      () => ({ other: tf.scalar(1) }),
      "Cannot remember 'other' as the memory of the state must have a tensor of that name",
    ],
    [
      "another shape",
      () => ({ bank: tf.zeros([3, 2]) }),
      "Cannot remember 'bank' as it must be float32 [2,3]: current value is float32 [3,2]",
    ],
    [
      "another type",
      () => ({ steps: tf.zeros([2]) }),
      "Cannot remember 'steps' as it must be int32 [2]: current value is float32 [2]",
    ],
  ] as const
) {
  tensorTest(`a step does not remember tensors of ${what}`, () => {
    const input = firstInput();
    const step = trainingStep(optionsOf(remember));
    assert.throws(() => step(input), { name: "TypeError", message });
    disposeTree(input);
  });
}

tensorTest("accumulatedStep() refuses a memory, which is of whole steps", async () => {
  const input = firstInput();
  const options = { ...optionsOf(count), microBatches: 1 };
  const step = accumulatedStep<Merged>(microSteps(options));
  await assert.rejects(step(input), {
    name: "TypeError",
    message: "Cannot accumulate gradients as the method must remember nothing of whole steps: it " +
      "remembers steps",
  });
  disposeTree(input);
});
