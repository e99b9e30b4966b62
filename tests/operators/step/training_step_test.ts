import assert from "node:assert/strict";
import { pipe } from "rxjs";
import { compile, disposeTree, tensorsOf, type TensorTree, tf } from "../../../runtime/mod.ts";
import {
  dualForward,
  hostValues,
  mergeLosses,
  type StepInput,
  trainingStep,
  update,
} from "../../../operators/mod.ts";
import {
  actNetFormer,
  AUXILIARY,
  initialState,
  noise,
  optimizerOf,
  PRIMARY,
  scheduleOf,
} from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

// Everything passes, so that every term has a part in the gradient.
const options = actNetFormer(0);

const step = trainingStep(options);

const supervised = trainingStep({
  pipeline: pipe(dualForward({ primary: PRIMARY }), mergeLosses()),
  optimizer: { primary: optimizerOf(PRIMARY) },
  maxGradientNorm: 40,
});

function inputOf(seed: number): Required<StepInput> {
  const state = { primary: initialState(PRIMARY), auxiliary: initialState(AUXILIARY) };
  return { state, batch: noise(seed), schedule: scheduleOf() };
}

tensorTest("trainingStep() reaches every parameter and leaves its input alone", () => {
  const input = inputOf(1);
  const before = hostValues(input);
  // Layers that start at zero hide those below them from the first step.
  const first = step(input);
  const output = step({ ...input, state: first.state });
  const after = hostValues(output.state);
  for (const network of ["primary", "auxiliary"] as const) {
    const old = before.state[network]!;
    const learned = after[network]!;
    assert.deepEqual(Object.keys(learned.parameters), Object.keys(old.parameters));
    assert.deepEqual(Object.keys(learned.statistics).sort(), Object.keys(old.statistics).sort());
    for (const name of Object.keys(old.parameters)) {
      const moved = Array.from(learned.momentum[name] as Float32Array).some((value) => value !== 0);
      assert.ok(moved, `${name} of the ${network} model has no momentum`);
    }
  }
  assert.deepEqual(hostValues(input), before);
  assert.deepEqual(Object.keys(output.result).sort(), ["gate", "loss", "lossTerms"]);
  disposeTree([first, output, input] as unknown as TensorTree);
});

tensorTest("trainingStep() is a pure function", () => {
  const input = inputOf(2);
  const outputs = [step(input), step(input)];
  const [first, second] = outputs.map((output) => hostValues(output));
  assert.deepEqual(first, second);
  for (const tree of [input, ...outputs]) disposeTree(tree as unknown as TensorTree);
});

tensorTest("trainingStep() compiled gives what it gives op by op", async () => {
  const compiled = compile(step as unknown as (input: TensorTree) => TensorTree);
  const input = inputOf(3) as unknown as TensorTree;
  const eager = step(input as unknown as StepInput) as unknown as TensorTree;
  const traced = await compiled(input);
  const [expected, actual] = [eager, traced].map((tree) =>
    tensorsOf(tree).map((tensor) => Array.from(tensor.dataSync()))
  );
  assert.equal(actual!.length, expected!.length);
  actual!.forEach((values, index) =>
    values.forEach((value, at) => {
      const other = expected![index]![at]!;
      assert.ok(
        Math.abs(value - other) <= 1e-5 * Math.max(1, Math.abs(other)),
        `${value} and ${other}`,
      );
    })
  );
  for (const tree of [input, eager, traced]) disposeTree(tree);
  compiled[Symbol.dispose]();
});

tensorTest("trainingStep() in bf16 gives what it gives in float32 but for rounding", async () => {
  const mixed = trainingStep({ ...options, precision: "bf16" });
  const compiled = compile(mixed as unknown as (input: TensorTree) => TensorTree);
  const input = inputOf(5) as unknown as TensorTree;
  const exact = step(input as unknown as StepInput);
  const outputs = [mixed(input as unknown as StepInput), await compiled(input)];
  const loss = hostValues(exact.result).loss;
  for (const output of outputs as typeof exact[]) {
    const { loss: other } = hostValues(output.result);
    assert.ok(loss !== other && Math.abs(loss - other) < 1e-2 * loss, `${other}, not ${loss}`);
    for (const network of ["primary", "auxiliary"] as const) {
      const [expected, actual] = [exact, output].map(({ state }) => state[network]!.momentum);
      const apart = tf.tidy(() => {
        const flat = (record: typeof expected) =>
          tf.concat(Object.keys(expected!).map((name) => tf.reshape(record![name]!, [-1])));
        const one = flat(expected);
        const other = flat(actual);
        return tf.div(tf.norm(tf.sub(one, other)), tf.norm(one)).dataSync()[0]!;
      });
      assert.ok(apart < 5e-2, `the ${network} model's gradients are ${apart} apart`);
    }
  }
  for (const tree of [input, exact, ...outputs]) disposeTree(tree as unknown as TensorTree);
  compiled[Symbol.dispose]();
});

tensorTest("trainingStep() learns the labels of a batch", () => {
  const input = inputOf(1);
  const { labeled, labels, randomSeed } = input.batch;
  let { primary } = input.state;
  const losses: number[] = [];
  for (let count = 0; count < 30; count++) {
    const next = supervised({
      state: { primary },
      batch: { labeled, labels, randomSeed },
      schedule: input.schedule,
    });
    losses.push(next.result.loss.dataSync()[0]!);
    disposeTree(primary as unknown as TensorTree);
    primary = next.state.primary;
    disposeTree([next.result, next.gradientNorm] as unknown as TensorTree);
  }
  assert.ok(losses.at(-1)! < 0.1 * losses[0]!, `from ${losses[0]} to ${losses.at(-1)}`);
  const { state: { auxiliary }, batch, schedule } = input;
  disposeTree([auxiliary, batch, schedule, primary] as unknown as TensorTree);
});

tensorTest(
  "trainingStep() with learning rates of zero changes statistics and momentum alone",
  () => {
    const input = inputOf(4);
    const still = { ...input, schedule: scheduleOf(0) };
    const { state, result, gradientNorm } = step(still);
    for (const network of ["primary", "auxiliary"] as const) {
      const old = input.state[network]!;
      const learned = state[network]!;
      assert.deepEqual(hostValues(learned.parameters), hostValues(old.parameters));
    }
    disposeTree([state, result, gradientNorm, input, still.schedule] as unknown as TensorTree);
  },
);

tensorTest("update() refuses a network without what it needs", () =>
  tf.tidy(() => {
    const input = inputOf(5);
    const { primary } = input.schedule.learningRate;
    const schedule = { ...input.schedule, learningRate: { primary } };
    assert.throws(() => step({ ...input, schedule }), /update the auxiliary model as it must have/);
    const options = { optimizer: { primary: optimizerOf(PRIMARY) }, maxGradientNorm: 0 };
    assert.throws(() => update(options), /'maxGradientNorm' must be a positive number/);
  }));
