import assert from "node:assert/strict";
import {
  hostValues,
  mapNetworks,
  noiseStep,
  startEma,
  tinyNetworks,
  type UpdateInput,
  updateNetworks,
  type UpdateOptions,
} from "../../../operators/mod.ts";
import { withProjection } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";
import { optimizerOf } from "../_networks.ts";

const NETWORKS = tinyNetworks();

const OPTIONS: UpdateOptions = {
  optimizer: mapNetworks(NETWORKS, optimizerOf),
  maxGradientNorm: 40,
};

/** Gradients that equal the parameters. */
function input(): Omit<Required<UpdateInput>, "memory"> {
  const { state, schedule } = noiseStep(NETWORKS);
  const gradients = mapNetworks(state, ({ parameters }) => parameters);
  const statistics = mapNetworks(state, (network) => network.statistics);
  return { state, schedule, gradients, statistics };
}

tidyTest("updateNetworks() takes a step of each network against its gradients", () => {
  const before = input();
  const { state, gradientNorm } = updateNetworks(before, OPTIONS);
  for (const network of ["primary", "auxiliary"] as const) {
    const old = before.state[network]!;
    const next = state[network]!;
    const optimizer = OPTIONS.optimizer[network]!;
    const stepped = optimizer.update(old.parameters, old.momentum, old.parameters, {
      learningRate: before.schedule.learningRate[network]!,
    });
    assert.deepEqual(hostValues(next.parameters), hostValues(stepped.parameters));
    assert.equal(next.statistics, before.statistics[network]);
    assert.ok(hostValues(gradientNorm)[network]! > 0);
  }
});

tidyTest("updateNetworks() scales a gradient down to the maximum norm", () => {
  const { gradientNorm, state } = updateNetworks(input(), { ...OPTIONS, maxGradientNorm: 1e-3 });
  const norm = hostValues(gradientNorm).primary;
  const free = updateNetworks(input(), { ...OPTIONS, maxGradientNorm: 1e9 });
  assert.equal(norm, hostValues(free.gradientNorm).primary, "the norm before it was scaled down");
  const name = "blocks.0.conv.weight";
  const [short] = state.primary.momentum[name]!.dataSync();
  const [long] = free.state.primary.momentum[name]!.dataSync();
  assert.ok(Math.abs(short!) < Math.abs(long!));
});

tidyTest("updateNetworks() moves the averages after the step, if there are any", () => {
  const before = input();
  const state = mapNetworks(before.state, startEma);
  const options = { ...OPTIONS, emaDecay: 0.75 };
  const next = updateNetworks({ ...before, state }, options).state.primary;
  const name = "blocks.0.conv.weight";
  const old = before.state.primary.parameters[name]!.dataSync();
  const learned = next.parameters[name]!.dataSync();
  next.ema![name]!.dataSync().forEach((value, index) => {
    const expected = 0.75 * old[index]! + 0.25 * learned[index]!;
    assert.ok(Math.abs(value - expected) < 1e-6, `${value}, not ${expected}`);
  });
  assert.throws(() => updateNetworks({ ...before, state }, OPTIONS), {
    name: "TypeError",
    message: /averages of the primary model as 'emaDecay' must be given/,
  });
});

tidyTest("updateNetworks() moves the averages of a norm without scale and shift", () => {
  const head = { layers: [4], normalized: true };
  const networks = { primary: withProjection(NETWORKS.primary, head) };
  const { state: fresh, schedule } = noiseStep(networks);
  const state = mapNetworks(fresh, startEma);
  const name = "contrast_head.1.running_mean";
  const { statistics, parameters } = state.primary;
  const next = updateNetworks({
    state,
    schedule,
    gradients: { primary: parameters },
    statistics: { primary: { ...statistics, [name]: tf.fill([4], 8) } },
  }, { optimizer: mapNetworks(networks, optimizerOf), maxGradientNorm: 40, emaDecay: 0.75 });
  assert.deepEqual(next.state.primary.ema![name]!.arraySync(), [2, 2, 2, 2]);
});

tidyTest("updateNetworks() refuses a network without what it needs", () => {
  const complete = input();
  const message = /Cannot update the auxiliary model as it must have an optimizer/;
  for (const part of ["gradients", "statistics"] as const) {
    const without = { ...complete, [part]: { primary: complete[part].primary } };
    assert.throws(() => updateNetworks(without, OPTIONS), { name: "TypeError", message });
  }
  const optimizer = { primary: OPTIONS.optimizer.primary };
  assert.throws(() => updateNetworks(complete, { ...OPTIONS, optimizer }), message);
});
