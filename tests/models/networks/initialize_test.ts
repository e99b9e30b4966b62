import assert from "node:assert/strict";
import { createModel, type ModelConfig } from "../../../models/mod.ts";
import type { tf } from "../../../runtime/mod.ts";
import { norm } from "../_reference.ts";
import "../../_tensorflow.ts";

const RESNET: ModelConfig = {
  kind: "slow-resnet",
  classes: 50,
  block: "bottleneck",
  width: 16,
  stemKernel: 5,
  stemStride: 1,
  stemPool: false,
  depths: [1],
  temporalKernels: [1],
  spatialStrides: [1],
  dropout: 0.5,
};

const TIMESFORMER: ModelConfig = {
  kind: "timesformer",
  classes: 3,
  size: 32,
  frames: 4,
  patch: 8,
  width: 96,
  depth: 1,
  heads: 3,
  mlpRatio: 2,
  dropout: 0,
  dropPath: 0,
};

Deno.test("initialize() gives the same values for a seed, and others for another", () => {
  const model = createModel(RESNET);
  const [first, again, other] = [3, 3, 4].map((seed) =>
    model.initialize(seed).parameters["blocks.0.conv.weight"]!.dataSync()
  );
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
  // As every machine must draw them.
  const written = Array.from(first!.slice(0, 3), (value) => value.toFixed(6));
  assert.deepEqual(written, ["-0.022363", "-0.067371", "-0.076963"]);
});

Deno.test("initialize() follows the published rules", () => {
  const resnet = createModel({ ...RESNET }).initialize(0).parameters;
  const weight = resnet["blocks.1.res_blocks.0.branch2.conv_b.weight"]!;
  assertDeviation(weight, Math.sqrt(2 / (16 * 9)));
  assertDeviation(resnet["blocks.2.proj.weight"]!, 0.01);
  const constants = (name: string, value: number) =>
    assert.ok(resnet[name]!.dataSync().every((entry) => entry === value), name);
  constants("blocks.1.res_blocks.0.branch2.norm_c.weight", 0);
  constants("blocks.1.res_blocks.0.branch2.norm_b.weight", 1);
  constants("blocks.1.res_blocks.0.branch1_norm.weight", 1);
  constants("blocks.2.proj.bias", 0);
  const former = createModel({ ...TIMESFORMER }).initialize(0).parameters;
  assertDeviation(former["blocks.0.attn.qkv.weight"]!, 0.02);
  assertDeviation(former["pos_embed"]!, 0.02);
  assertDeviation(former["patch_embed.proj.weight"]!, 1 / Math.sqrt(3 * 64) / Math.sqrt(3));
  for (const name of ["time_embed", "blocks.0.temporal_fc.weight", "blocks.0.temporal_fc.bias"]) {
    assert.ok(former[name]!.dataSync().every((value) => value === 0), name);
  }
});

/** Within four standard errors of the std's estimate. */
function assertDeviation(tensor: tf.Tensor, expected: number): void {
  const values = tensor.dataSync();
  const std = Math.sqrt(
    norm(values) ** 2 / values.length,
  );
  const tolerance = 4 * expected / Math.sqrt(2 * values.length);
  assert.ok(Math.abs(std - expected) < tolerance, `${std}, must be ${expected}`);
}
