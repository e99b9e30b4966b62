import assert from "node:assert/strict";
import { PopulationStatistics } from "../../models/mod.ts";
import { hostValues, startEma, type TrainingState } from "../../operators/mod.ts";
import { preciseBatchNorm } from "../../pipeline/training/precise_batch_norm.ts";
import { initialState } from "../../pipeline/training/initial_state.ts";
import { disposeTree, tf } from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";
import { BATCHES, batchesOf, CLIPS, prepare } from "./_precise_batches.ts";
import { makeSmallSet, smallConfig, TRAINING_VIDEOS } from "./_small_set.ts";
import { createOptimizers } from "../../pipeline/training/create_optimizers.ts";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

/** The input of the first batch norm: a convolution of 1×3×3 at stride 2. */
function convolveInStem(clips: tf.Tensor5D, filter: tf.Tensor5D): tf.Tensor5D {
  return tf.tidy(() => {
    const padded = tf.pad(clips, [[0, 0], [0, 0], [1, 1], [1, 1], [0, 0]]);
    return tf.conv3d(padded, filter, [1, 2, 2], "valid");
  });
}

/** Mean and variance over n - 1 of each channel, in double precision. */
function momentsOf(x: tf.Tensor): { means: number[]; variances: number[] } {
  const channels = x.shape.at(-1)!;
  const values = x.dataSync();
  const count = values.length / channels;
  const sumOf = (term: (value: number, channel: number) => number) => {
    const sums = new Array<number>(channels).fill(0);
    values.forEach((value, index) => sums[index % channels]! += term(value, index % channels));
    return sums;
  };
  const means = sumOf((value) => value).map((sum) => sum / count);
  const squares = sumOf((value, channel) => (value - means[channel]!) ** 2);
  return { means, variances: squares.map((sum) => sum / (count - 1)) };
}

function assertNear(actual: tf.Tensor, expected: ArrayLike<number>, tolerance: number): void {
  const values = actual.dataSync();
  assert.equal(values.length, expected.length);
  values.forEach((value, index) => {
    const difference = Math.abs(value - expected[index]!);
    assert.ok(
      difference <= tolerance * (1 + Math.abs(expected[index]!)),
      `${value} is not ${expected[index]}`,
    );
  });
}

Deno.test("preciseBatchNorm() gives the statistics of all clips, as computed by hand", async () => {
  const assertNoLeaks = watchTensors();
  const { config, state, options, counted } = await prepare(folder);
  const precise = await preciseBatchNorm(config, { ...options, state });
  assert.deepEqual(counted, [1, 2, 3, 4]);

  // 24 clips of 12 videos, the labeled ones in their own view.
  const { tickets } = options.loader;
  const showings = Map.groupBy(tickets, ({ video }) => video.id);
  assert.deepEqual([tickets.length, showings.size], [BATCHES * CLIPS, TRAINING_VIDEOS]);
  for (const [id, shown] of showings) {
    const labeled = options.order.labeled.some((video) => video.id === id);
    assert.deepEqual(shown.map(({ role }) => role), Array(2).fill(shown[0]!.role), id);
    assert.equal(shown[0]!.role === "labeled", labeled, id);
  }

  const batches = await batchesOf(config, options.loader, "primary");
  const { parameters, statistics } = state.primary;
  const filter = parameters["blocks.0.conv.weight"] as tf.Tensor5D;
  const convolved = batches.map((clips) => convolveInStem(clips, filter));
  const moments = convolved.map(momentsOf);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const stemMean = "blocks.0.norm.running_mean";
  const stemVariance = "blocks.0.norm.running_var";
  const means = moments[0]!.means.map((_, channel) =>
    mean(moments.map(({ means }) => means[channel]!))
  );
  const variances = means.map((average, channel) =>
    mean(
      moments.map(({ means, variances }) => variances[channel]! + (means[channel]! - average) ** 2),
    )
  );
  assertNear(precise.primary.statistics[stemMean]!, means, 1e-5);
  assertNear(precise.primary.statistics[stemVariance]!, variances, 1e-5);

  // The layers after it: from the statistics, which a training pass moves by a tenth.
  const model = options.networks.primary;
  const population = new PopulationStatistics();
  for (const clips of batches) {
    const randomSeed = tf.tensor1d([1, 2], "int32");
    const moved = tf.tidy(() =>
      model.forward({ parameters, statistics, clips, training: true, randomSeed }).statistics
    );
    population.add(Object.fromEntries(
      model.statistics.map(({ name }) => {
        const before = statistics[name]!.dataSync();
        const values = Array.from(moved[name]!.dataSync());
        return [name, values.map((value, index) => (value - 0.9 * before[index]!) / 0.1)];
      }),
    ));
    disposeTree([moved, randomSeed]);
  }
  const expected = population.values();
  assert.equal(Object.keys(expected).length, model.statistics.length);
  for (const [name, values] of Object.entries(expected)) {
    assertNear(precise.primary.statistics[name]!, values, 1e-5);
  }
  disposeTree([batches, convolved, state, precise]);
  assertNoLeaks();
});

/** The values of a state that must not change. */
function keptOf(state: TrainingState) {
  const { statistics: _, ema: __, ...primary } = state.primary;
  return hostValues({ primary, auxiliary: state.auxiliary! });
}

Deno.test("preciseBatchNorm() leaves weights and a transformer as they are, and repeats", async () => {
  const assertNoLeaks = watchTensors();
  const { config, state, options } = await prepare(folder);
  const first = await preciseBatchNorm(config, { ...options, state });
  const second = await preciseBatchNorm(config, { ...options, state: first });
  assert.deepEqual(keptOf(first), keptOf(state));
  const statistics = (of: TrainingState) => hostValues(of.primary.statistics);
  assert.deepEqual(statistics(second), statistics(first));
  assert.notDeepEqual(statistics(first), statistics(state));
  disposeTree([state, first, second]);
  assertNoLeaks();
});

Deno.test("preciseBatchNorm() shows its clips in a phase after those of the training", async () => {
  const { config, state, options } = await prepare(folder);
  const { order } = options;
  const phases = [{ from: 0, to: 2, order }, { from: 2, to: 5, order }];
  const precise = await preciseBatchNorm(config, { ...options, phases, state });
  const shown = new Set(options.loader.tickets.map(({ phase }) => phase));
  assert.deepEqual([...shown], [2]);
  disposeTree([state, precise]);
});

Deno.test("preciseBatchNorm() of averaged weights replaces their statistics", async () => {
  const assertNoLeaks = watchTensors();
  const { config, state, options } = await prepare(folder);
  const expected = await preciseBatchNorm(config, { ...options, state });
  // Averages of the weights above, current weights of others.
  const optimizers = createOptimizers(options.networks, config.optimizer);
  const other = initialState({ networks: options.networks, optimizers }, 8);
  const averaged = { primary: { ...other.primary, ema: startEma(state.primary).ema! } };
  const precise = await preciseBatchNorm(config, { ...options, state: averaged });
  const { ema, statistics, parameters } = precise.primary;
  assert.deepEqual(
    hostValues({ ...ema! }),
    hostValues({ ...state.primary.parameters, ...expected.primary.statistics }),
  );
  assert.deepEqual(hostValues(statistics), hostValues(other.primary.statistics));
  assert.deepEqual(hostValues(parameters), hostValues(other.primary.parameters));
  disposeTree([state, expected, precise, averaged]);
  if (other.auxiliary !== undefined) disposeTree(other.auxiliary);
  assertNoLeaks();
});

Deno.test("preciseBatchNorm() computes the statistics of both networks if both have batch norm", async () => {
  const assertNoLeaks = watchTensors();
  const auxiliary = (await smallConfig(folder)).primary;
  const { config, state, options } = await prepare(folder, { auxiliary });
  const precise = await preciseBatchNorm(config, { ...options, state });
  const batches = await batchesOf(config, options.loader, "auxiliary");
  const filter = state.auxiliary!.parameters["blocks.0.conv.weight"] as tf.Tensor5D;
  const all = tf.tidy(() => convolveInStem(tf.concat(batches), filter));
  const { means } = momentsOf(all);
  assertNear(precise.auxiliary!.statistics["blocks.0.norm.running_mean"]!, means, 1e-5);
  disposeTree([batches, all, state, precise]);
  assertNoLeaks();
});

Deno.test("preciseBatchNorm() reads no video if there is no batch norm", async () => {
  const assertNoLeaks = watchTensors();
  const { config, state, options } = await prepare(folder);
  const network = options.networks.auxiliary!;
  const transformers = { primary: network };
  const only = { primary: state.auxiliary! };
  const precise = await preciseBatchNorm(config, {
    ...options,
    networks: transformers,
    state: only,
  });
  assert.deepEqual(options.loader.tickets, []);
  assert.deepEqual(
    hostValues(precise.primary),
    hostValues(only.primary),
  );
  disposeTree([state, precise]);
  assertNoLeaks();
});

Deno.test("preciseBatchNorm() stops when asked to and leaves nothing", async () => {
  const assertNoLeaks = watchTensors();
  const { config, state, options } = await prepare(folder);
  const controller = new AbortController();
  const stop = new Error("stop");
  const onBatch = (count: number) => count === 2 && controller.abort(stop);
  const { signal } = controller;
  await assert.rejects(preciseBatchNorm(config, { ...options, state, signal, onBatch }), stop);
  assert.equal(options.pendingWork.running, 0);
  disposeTree(state);
  assertNoLeaks();
});

Deno.test("preciseBatchNorm() of a worker has credits for batches of all workers", async () => {
  const assertNoLeaks = watchTensors();
  const { config, state, counted, options } = await prepare(folder, {
    "schedule.labeledPerStep": 16,
  });
  // An eighth of a step: two videos, where a batch has 48.
  const order = { ...options.order, share: { task: 0, size: 8, microBatches: 1 } };
  const all = { ...options, order, cores: 2, batches: 1, state };
  disposeTree(await preciseBatchNorm(config, all));
  assert.deepEqual(counted, [1]);
  disposeTree(state);
  assertNoLeaks();
});
