import assert from "node:assert/strict";
import { pipe } from "rxjs";
import { compile, disposeTree, tf, tidyTree } from "../../../runtime/mod.ts";
import {
  dualForward,
  hostValues,
  mergeLosses,
  type NetworkState,
  startEma,
  type StepInput,
  trainingStep,
} from "../../../operators/mod.ts";
import { differenceOf } from "../_difference.ts";
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

// Every pseudo-label passes, so that every term contributes to the gradient.
const OPTIONS = actNetFormer(0);

const step = trainingStep(OPTIONS);

const SUPERVISED = {
  pipeline: pipe(dualForward({ primary: PRIMARY }), mergeLosses()),
  optimizer: { primary: optimizerOf(PRIMARY) },
  maxGradientNorm: 40,
};

const supervised = trainingStep(SUPERVISED);

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
  disposeTree([first, output, input]);
});

tensorTest("trainingStep() is a pure function", () => {
  const input = inputOf(2);
  const outputs = [step(input), step(input)];
  const [first, second] = outputs.map((output) => hostValues(output));
  assert.deepEqual(first, second);
  for (const tree of [input, ...outputs]) disposeTree(tree);
});

tensorTest("trainingStep() compiled equals itself op by op", async () => {
  using compiled = compile(step);
  const input = inputOf(3);
  const eager = step(input);
  const traced = await compiled(input);
  const difference = differenceOf(traced, eager);
  assert.ok(difference < 1e-5, `${difference}`);
  disposeTree([input, eager, traced]);
});

tensorTest("trainingStep() in bf16 equals itself in float32 but for rounding", async () => {
  const mixed = trainingStep({ ...OPTIONS, precision: "bf16" });
  using compiled = compile(mixed);
  const input = inputOf(5);
  const exact = step(input);
  const outputs = [mixed(input), await compiled(input)];
  const { loss } = hostValues(exact.result);
  for (const output of outputs) {
    const { loss: rounded } = hostValues(output.result);
    assert.ok(
      loss !== rounded && Math.abs(loss - rounded) < 1e-2 * loss,
      `${rounded}, not ${loss}`,
    );
    for (const network of ["primary", "auxiliary"] as const) {
      const distance = relativeDistance(output.state[network]!, exact.state[network]!);
      assert.ok(distance < 5e-2, `the ${network} model's gradients are ${distance} apart`);
    }
  }
  disposeTree([input, exact, ...outputs]);
});

/** The distance between the momenta of two states, relative to those of the second. */
function relativeDistance(actual: NetworkState, expected: NetworkState): number {
  return tf.tidy(() => {
    const flat = ({ momentum }: NetworkState) =>
      tf.concat(Object.keys(expected.momentum).map((name) => tf.reshape(momentum[name]!, [-1])));
    const difference = tf.sub(flat(actual), flat(expected));
    return tf.div(tf.norm(difference), tf.norm(flat(expected))).dataSync()[0]!;
  });
}

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
    disposeTree(primary);
    primary = next.state.primary;
    disposeTree([next.result, next.gradientNorm]);
  }
  assert.ok(losses.at(-1)! < 0.1 * losses[0]!, `from ${losses[0]} to ${losses.at(-1)}`);
  const { state: { auxiliary }, batch, schedule } = input;
  disposeTree([auxiliary!, batch, schedule, primary]);
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
      // Not by equal values: 0 may become -0.
      assert.equal(differenceOf(learned.parameters, old.parameters), 0);
    }
    disposeTree([state, result, gradientNorm, input, still.schedule]);
  },
);

tensorTest("trainingStep() updates the averages of weights and statistics after its update", () => {
  const state = { primary: startEma(initialState(PRIMARY)) };
  const input = { state, batch: noise(3), schedule: scheduleOf() };
  const output = trainingStep({ ...SUPERVISED, emaDecay: 0.75 })(input);
  const { parameters, statistics, ema } = output.state.primary;
  const current: NetworkState["parameters"] = { ...parameters, ...statistics };
  const expected = tidyTree(() =>
    Object.fromEntries(
      Object.entries(state.primary.ema!).map(([name, before]) => [
        name,
        tf.add(tf.mul(before, 0.75), tf.mul(current[name]!, 0.25)),
      ]),
    )
  );
  assert.ok(differenceOf(ema!, expected) < 1e-6);
  assert.ok(differenceOf(ema!, state.primary.ema!) > 1e-3, "the averages moved");
  disposeTree([input, output, expected]);
});

Deno.test("trainingStep() refuses options that update() refuses", () => {
  assert.throws(
    () => trainingStep({ ...SUPERVISED, maxGradientNorm: 0 }),
    /'maxGradientNorm' must/,
  );
  assert.throws(() => trainingStep({ ...SUPERVISED, emaDecay: 1 }), /'emaDecay' must be in/);
});
