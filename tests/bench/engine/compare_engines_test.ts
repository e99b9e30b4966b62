import assert from "node:assert/strict";
import type { EngineCase } from "../../../bench/engine/cases.ts";
import { compareEngines } from "../../../bench/engine/compare_engines.ts";
import "../../_tensorflow.ts";

const CASE: EngineCase = {
  title: "tiny",
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
