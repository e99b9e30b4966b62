import assert from "node:assert/strict";
import { MODEL_NAMES, NAMED_CONFIGS, type RecognizedNetwork } from "../../../models/mod.ts";
import { isNetwork, networkChoice } from "../../../pipeline/start/network_choice.ts";

/** A network for clips in a file. */
function found(config: RecognizedNetwork["config"]) {
  return { config, fromImages: false };
}

const SMALL = { ...NAMED_CONFIGS.slow_r18, width: 16, depths: [1, 1, 1, 1] };

Deno.test.each(MODEL_NAMES)("networkChoice() names the published network %s", (name) => {
  const { classes: _, ...network } = NAMED_CONFIGS[name];
  assert.equal(networkChoice(found(network), undefined), name);
  assert.equal(networkChoice(found({ ...network, dropout: 0.1 }), "slow_r18"), name);
  for (const other of MODEL_NAMES) assert.equal(isNetwork(other, found(network)), other === name);
});

Deno.test("networkChoice() keeps the configured dropout of the same network", () => {
  const { classes: _, ...configured } = { ...SMALL, dropout: 0.2 };
  const { classes: _classes, ...network } = SMALL;
  assert.equal(networkChoice(found(network), configured), configured);
});

Deno.test("networkChoice() leaves out what clips and classes determine", () => {
  const { classes: _, ...network } = { ...NAMED_CONFIGS.timesformer_vit_s, depth: 3, size: 64 };
  const { size: _size, frames: _frames, ...fields } = network;
  assert.deepEqual(networkChoice(found(network), "timesformer_vit_s"), fields);
});

Deno.test("isNetwork() fills in the defaults of a configured network", () => {
  const { classes: _, ...network } = SMALL;
  const { stemKernel: _kernel, stemStride: _stride, dropout: _dropout, ...short } = network;
  assert.ok(isNetwork(short, found(network)));
  assert.ok(!isNetwork({ ...short, width: 8 }, found(network)));
  assert.ok(!isNetwork(undefined, found(network)));
});

Deno.test("networkChoice() keeps the configured kernels over time for a network for images alone", () => {
  const { classes: _, ...network } = SMALL;
  const configured = { ...network, temporalKernels: [1, 1, 1, 1] };
  const ofImages = { config: network, fromImages: true };
  assert.equal(networkChoice(ofImages, configured), configured);
  assert.notEqual(networkChoice(found(network), configured), configured);
  assert.ok(!isNetwork({ ...configured, width: 8 }, ofImages));
});
