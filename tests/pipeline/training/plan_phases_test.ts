import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { lossWeights } from "../../../pipeline/methods/loss_weights.ts";
import type { Method } from "../../../pipeline/methods/method.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { phaseOf } from "../../../pipeline/training/phase.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";

const ORDER = {
  labeled: [{ id: "a", path: "/a", label: 0 }],
  unlabeled: [{ id: "b", path: "/b", label: null }],
  labeledPerBatch: 2,
  ratio: 3,
  seed: 0,
};

/** The phases of ten steps, so many of which are supervised. */
async function phasesFor(supervisedShare: number) {
  const override = { path: "method.supervisedShare", value: supervisedShare };
  const { config } = await loadConfig("motion_small", [override]);
  const networks = createNetworks(config, { dual: true, classes: 2 });
  const method = METHODS.actnetformer;
  return planPhases(config, { method, networks, order: ORDER, totalSteps: 10 });
}

Deno.test("planPhases() plans steps on labels alone, then the method", async () => {
  const [supervised, whole] = await phasesFor(0.3);
  assert.deepEqual([supervised?.from, supervised?.to, whole?.from, whole?.to], [0, 3, 3, 10]);
  assert.deepEqual(supervised?.losses, ["supervisedPrimary", "supervisedAuxiliary"]);
  assert.deepEqual([supervised?.order.unlabeled, supervised?.order.ratio], [[], 0]);
  assert.deepEqual([whole?.order, whole?.losses], [ORDER, METHODS.actnetformer.losses]);
});

Deno.test("planPhases() leaves out a phase without steps", async () => {
  assert.deepEqual((await phasesFor(0)).map(({ from, to }) => [from, to]), [[0, 10]]);
  assert.deepEqual((await phasesFor(1)).map(({ from, to }) => [from, to]), [[0, 10]]);
});

Deno.test("phaseOf() finds the phase of a step, and the last one for steps behind it", async () => {
  const phases = await phasesFor(0.3);
  const indices = [0, 2, 3, 9, 10].map((step) => phases.indexOf(phaseOf(step, phases)));
  assert.deepEqual(indices, [0, 0, 1, 1, 1]);
});

Deno.test("planPhases() plans labels alone for methods whose terms have other names", async () => {
  const { config } = await loadConfig("motion_small", [
    { path: "method.supervisedShare", value: 0.5 },
  ]);
  const method = { ...METHODS.fixmatch, losses: ["crossEntropy"], weights: () => ({}) };
  const networks = createNetworks(config, { dual: false, classes: 2 });
  const [labels, whole] = planPhases(config, { method, networks, order: ORDER, totalSteps: 10 });
  assert.deepEqual([labels?.losses, whole?.losses], [["supervisedPrimary"], ["crossEntropy"]]);
});

Deno.test("planPhases() refuses phases that are not the whole of a run", async () => {
  const { config } = await loadConfig("motion_small");
  const networks = createNetworks(config, { dual: false, classes: 2 });
  const phases = () => [{ ...METHODS.fixmatch, share: 0.5 }, { ...METHODS.fixmatch, share: 0.4 }];
  const method = { ...METHODS.fixmatch, phases };
  assert.throws(() => planPhases(config, { method, networks, order: ORDER, totalSteps: 10 }), {
    name: "RangeError",
    message: /as the shares of its phases must be at least 0 and add up to 1: .* 0\.5 \+ 0\.4$/,
  });
});

Deno.test("planPhases() lets a teacher start from the network after the labels alone", async () => {
  const copies = async (method: Method) => {
    const { config } = await loadConfig("motion_small", [
      { path: "method.supervisedShare", value: 0.5 },
    ]);
    const networks = createNetworks(config, { dual: false, classes: 2 });
    const phases = planPhases(config, { method, networks, order: ORDER, totalSteps: 10 });
    return phases.map(({ isAverageCopy }) => isAverageCopy);
  };
  assert.deepEqual(await copies(METHODS.svformer), [true, false]);
  assert.deepEqual(await copies(METHODS.fixmatch), [false, false]);
});

Deno.test("planPhases() refuses a pipeline that is not an operator", async () => {
  const { config } = await loadConfig("motion_small");
  const networks = createNetworks(config, { dual: false, classes: 2 });
  const method = { ...METHODS.fixmatch, pipeline: () => 3 as never };
  assert.throws(() => planPhases(config, { method, networks, order: ORDER, totalSteps: 10 }), {
    name: "TypeError",
    message: /its pipeline must return an operator of streams: current value is 3$/,
  });
});

Deno.test("planPhases() and lossWeights() call the functions of a method as its own", async () => {
  const { config } = await loadConfig("motion_small");
  const networks = createNetworks(config, { dual: false, classes: 2 });
  class Own {
    readonly dual = false;
    readonly unlabeled = true;
    readonly losses = ["supervisedPrimary"];
    readonly weight = 3;
    readonly operator = METHODS.fixmatch.pipeline(networks, {
      ...config.method,
      clips: [],
      classShares: [],
    });
    pipeline() {
      return this.operator;
    }
    weights() {
      return { own: this.weight };
    }
  }
  const method = new Own();
  const phases = planPhases(config, { method, networks, order: ORDER, totalSteps: 10 });
  assert.equal(phases.at(-1)?.pipeline, method.operator);
  assert.equal(lossWeights(method, config.method)["own"], 3);
});
