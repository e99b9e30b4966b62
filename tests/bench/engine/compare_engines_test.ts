import assert from "node:assert/strict";
import type { EngineCase } from "../../../bench/engine/cases.ts";
import { compareEngines } from "../../../bench/engine/compare_engines.ts";
import "../../_tensorflow.ts";

const CASE: EngineCase = {
  title: "tiny",
  pass: "training",
  networks: {
    primary: {
      kind: "slow-resnet",
      classes: 3,
      block: "basic",
      width: 4,
      stemKernel: 3,
      stemStride: 2,
      stemPool: false,
      depths: [1],
      temporalKernels: [1],
      spatialStrides: [1],
      dropout: 0,
    },
  },
  frames: { primary: 2 },
  size: 8,
  labeled: 2,
  unlabeled: 0,
  rounds: 3,
  variants: ["eager"],
};

Deno.test("compareEngines() measures our steps, by ops and compiled by XLA, alone if no variant is wanted", async () => {
  const { title, ours, xla, pytorch, ratio } = await compareEngines(CASE, {
    precision: "float32",
    threads: 1,
    device: "cpu",
    xla: true,
    python: "python3",
    variants: [],
  });
  assert.equal(title, "tiny");
  assert.deepEqual([pytorch, ratio], [[], null]);
  assert.equal(ours.seconds.length, 3);
  assert.equal(xla?.seconds.length, 3);
  assert.match(ours.version, /^TensorFlow \d/);
  const [first, second] = ours.losses;
  assert.ok(second! < first!, `losses ${ours.losses}`);
});

Deno.test("compareEngines() measures inference, in which nothing changes", async () => {
  const networks = { primary: { ...CASE.networks.primary, classes: 6 } };
  const sixViews: EngineCase = { ...CASE, networks, pass: "inference", labeled: 6 };
  const { ours, cost } = await compareEngines(sixViews, {
    precision: "bf16",
    threads: 1,
    device: "cpu",
    xla: false,
    python: "python3",
    variants: [],
  });
  const [first, second] = ours.losses;
  assert.ok(first! > 0);
  assert.equal(second, first);
  // The stem: 4 channels of 2 × 4 × 4 pixels, from 3 × 3 pixels of 3, for 6 views in two parts, and
  // two convolutions of 3 × 3 pixels with 4 channels after it; then 6 classes of 4 features.
  const positions = 6 * 2 * 4 * 4;
  const products = positions * 4 * 9 * (3 + 4 + 4) + 6 * 4 * 6;
  assert.equal(cost?.flop, 2 * products);
});
