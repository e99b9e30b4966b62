import { deepEqual, ok, throws } from "node:assert/strict";
import { pipe } from "rxjs";
import {
  accumulatedStep,
  dualForward,
  evaluatedStateOf,
  hostValues,
  type Merged,
  mergeLosses,
  microSteps,
  movingAverage,
  type NetworkState,
  trainingStep,
  withAverage,
} from "../../../operators/mod.ts";
import { disposeTree, type TensorTree, tf } from "../../../runtime/mod.ts";
import { initialState, noise, optimiserOf, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

const OPTIONS = {
  pipeline: pipe(dualForward({ primary: PRIMARY }), mergeLosses()),
  optimiser: { primary: optimiserOf(PRIMARY) },
  gradientNorm: 40,
  averageDecay: 0.75,
};

function batch() {
  const { labelled, labels, weak, strong, randomSeed } = noise(3);
  disposeTree([weak, strong] as unknown as TensorTree);
  return { labelled, labels, randomSeed };
}

/** The values of every tensor by name. */
function valuesOf(tensors: NonNullable<NetworkState["average"]>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(hostValues(tensors)).map(([name, values]) => [
      name,
      Array.from(values as Float32Array),
    ]),
  );
}

tensorTest(
  "movingAverage() keeps its share of what was, and wants every name",
  () =>
    tf.tidy(() => {
      const before = { a: tf.tensor1d([1, 2]), b: tf.scalar(4) };
      const now = { b: tf.scalar(8), a: tf.tensor1d([3, 2]), c: tf.scalar(1) };
      deepEqual(valuesOf({ a: movingAverage(before, now, 0.75)["a"]! }), { a: [1.5, 2] });
      deepEqual(movingAverage(before, now, 0.75)["b"]!.dataSync()[0], 5);
      throws(() => movingAverage({ d: tf.scalar(1) }, now, 0.5), /average 'd'/);
    }),
);

tensorTest("trainingStep() moves the averages of weights and statistics after its update", () => {
  const input = {
    state: { primary: withAverage(initialState(PRIMARY)) },
    batch: batch(),
    schedule: scheduleOf(),
  };
  const before = valuesOf(input.state.primary.average!);
  const names = [...PRIMARY.parameters, ...PRIMARY.statistics].map(({ name }) => name);
  deepEqual(Object.keys(before).sort(), names.sort());
  const output = trainingStep(OPTIONS)(input);
  const { parameters, statistics, average } = output.state.primary;
  const now = valuesOf({ ...parameters, ...statistics });
  let moved = 0;
  for (const [name, values] of Object.entries(valuesOf(average!))) {
    values.forEach((value, at) => {
      const expected = 0.75 * before[name]![at]! + 0.25 * now[name]![at]!;
      ok(Math.abs(value - expected) < 1e-6, `${name}: ${value} and ${expected}`);
      moved = Math.max(moved, Math.abs(value - before[name]![at]!));
    });
  }
  ok(moved > 1e-3, `${moved}`);
  disposeTree([input, output] as unknown as TensorTree);
});

tensorTest("accumulatedStep() moves the averages once a step", async () => {
  const input = {
    state: { primary: withAverage(initialState(PRIMARY)) },
    batch: batch(),
    schedule: scheduleOf(),
  };
  const whole = trainingStep(OPTIONS)(input);
  const step = accumulatedStep<Merged>({ parts: 1, ...microSteps({ ...OPTIONS, parts: 1 }) });
  const pieces = await step(input);
  deepEqual(valuesOf(pieces.state.primary.average!), valuesOf(whole.state.primary.average!));
  disposeTree([input, whole, pieces] as unknown as TensorTree);
});

tensorTest("evaluatedStateOf() gives the averages where there are any", () => {
  const state = initialState(PRIMARY);
  deepEqual(evaluatedStateOf(state), {
    parameters: state.parameters,
    statistics: state.statistics,
  });
  const averaged = withAverage(state);
  const { parameters, statistics } = evaluatedStateOf(averaged);
  deepEqual(Object.keys(parameters), Object.keys(state.parameters));
  deepEqual(Object.keys(statistics), Object.keys(state.statistics));
  deepEqual({ ...parameters, ...statistics }, averaged.average);
  disposeTree(averaged as unknown as TensorTree);
});

tensorTest("update() refuses averages without a decay, and a decay that is none", () => {
  const { averageDecay: _, ...without } = OPTIONS;
  const input = {
    state: { primary: withAverage(initialState(PRIMARY)) },
    batch: batch(),
    schedule: scheduleOf(),
  };
  throws(() => trainingStep(without)(input), /'averageDecay' must be given/);
  disposeTree(input as unknown as TensorTree);
  for (const averageDecay of [1, -0.1, NaN]) {
    throws(() => trainingStep({ ...OPTIONS, averageDecay })(input), /must be in \[0, 1\)/);
  }
});
