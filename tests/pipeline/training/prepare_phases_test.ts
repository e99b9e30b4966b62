import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { Learner } from "../../../operators/mod.ts";
import { liveHandles } from "../../../runtime/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { type CompiledPhase, compilePhases } from "../../../pipeline/training/compile_phases.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { initialState } from "../../../pipeline/training/initial_state.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { preparePhases } from "../../../pipeline/training/prepare_phases.ts";

const MEBIBYTE = 2 ** 20;

/** Prepares the steps of a small training with so much room. */
async function prepare(
  room: number | undefined,
  fields: Readonly<Record<string, unknown>> = {},
  onPrepared: (phase: CompiledPhase) => void = () => {},
) {
  const overrides = Object.entries({ "primary.depths": [1, 1], "auxiliary.depth": 1, ...fields })
    .map(([path, value]) => ({ path, value }));
  const { config } = await loadConfig("motion_small", [
    ...overrides,
    { path: "schedule.labeledPerStep", value: 4 },
    { path: "primary.temporalKernels", value: [1, 3] },
    { path: "primary.spatialStrides", value: [1, 2] },
  ]);
  const method = METHODS.actnetformer;
  const networks = createNetworks(config, { dual: true, classes: 2 });
  const optimizers = createOptimizers(networks, config.optimizer);
  const { labeledPerStep, unlabeledPerLabeled } = config.schedule;
  const order = {
    labeled: [],
    unlabeled: [],
    labeledPerBatch: labeledPerStep,
    ratio: unlabeledPerLabeled,
    seed: 0,
  };
  using learner = new Learner(initialState({ networks, optimizers }, 0));
  const phases = planPhases(config, { method, networks, order, totalSteps: 10 });
  const precision = config.precision === "bf16" ? "bf16" : "float32";
  const training = { config, phases, optimizers, precision, learner, method, order } as const;
  using compiled = compilePhases(training);
  return await preparePhases(compiled, training, { room, onPrepared });
}

Deno.test("preparePhases() measures the largest step, and leaves nothing behind", async () => {
  const { bytes } = await prepare(Infinity);
  const handles = liveHandles();
  const inParts = await prepare(Infinity, { "schedule.accumulate": 4 });
  assert.deepEqual(liveHandles(), handles);
  assert.ok(bytes > 5 * MEBIBYTE && bytes < 500 * MEBIBYTE, String(bytes));
  assert.ok(inParts.bytes < bytes / 2);
});

Deno.test("preparePhases() refuses a step without room, and names what fits", async () => {
  const { bytes } = await prepare(Infinity);
  await assert.rejects(
    prepare(bytes / 2),
    /as a step must fit into memory: it needs about \d+ MiB, .* This fits, with about \d+ MiB: --set schedule\.accumulate=(2|4)$/,
  );
  await assert.rejects(prepare(1), /No schedule\.accumulate and no precision is enough/);
});

Deno.test("preparePhases() says which phases are prepared while others are not, if they fit", async () => {
  const prepared: string[] = [];
  const note = ({ from, to }: CompiledPhase) => {
    prepared.push(`${from} to ${to}`);
    // What was started begins before the next phase is traced.
    setTimeout(() => prepared.push("started"));
  };
  const { bytes } = await prepare(Infinity, {}, note);
  assert.deepEqual(prepared.splice(0), ["0 to 4", "started", "4 to 10", "started"]);
  await assert.rejects(prepare(bytes / 2, {}, note), /as a step must fit into memory/);
  assert.deepEqual(prepared, ["0 to 4", "started"]);
});

Deno.test("preparePhases() names bf16 where parts are not enough", async () => {
  const inParts = { "schedule.accumulate": 4 };
  const { bytes } = await prepare(Infinity, inParts);
  const narrow = await prepare(Infinity, { ...inParts, precision: "bf16" });
  assert.ok(narrow.bytes < bytes);
  const rooms = [0.55, 0.65, 0.75].map((share) => share * bytes);
  const outcome = await Promise.allSettled(rooms.map((room) => prepare(room, inParts)));
  const reasons = outcome.map((result) =>
    result.status === "rejected" ? String(result.reason) : ""
  );
  assert.ok(reasons.some((reason) => reason.endsWith("MiB: --precision bf16")), reasons.join("\n"));
});
