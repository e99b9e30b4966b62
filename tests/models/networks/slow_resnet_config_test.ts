import assert from "node:assert/strict";
import { NAMED_CONFIGS, slowResNet } from "../../../models/mod.ts";
import { planSlowResNet } from "../../../models/networks/slow_resnet_config.ts";

const { slow_r50, slow_r18 } = NAMED_CONFIGS;

Deno.test("planSlowResNet() projects the shortcut of a block only if shapes differ", () => {
  const { stages } = planSlowResNet({ ...slow_r18, depths: [2, 2, 1, 1] });
  const shortcuts = stages.map((stage) => stage.map(({ shortcut }) => shortcut?.channels));
  assert.deepEqual(shortcuts, [
    [undefined, undefined],
    [[64, 128], undefined],
    [[128, 256]],
    [[256, 512]],
  ]);
});

Deno.test("planSlowResNet() plans bottleneck and basic blocks", () => {
  const kernels = (config: typeof slow_r50 | typeof slow_r18) =>
    planSlowResNet(config).stages[2]![0]!.layers.map(({ kernel, stride }) => [kernel, stride]);
  assert.deepEqual(kernels(slow_r50), [[[3, 1, 1], 1], [[1, 3, 3], 2], [[1, 1, 1], 1]]);
  assert.deepEqual(kernels(slow_r18), [[[3, 3, 3], 2], [[1, 3, 3], 1]]);
});

Deno.test("planSlowResNet() gives the channels and the name of the classifier", () => {
  const { features, head } = planSlowResNet(slow_r50);
  assert.deepEqual({ features, head }, { features: 2048, head: "blocks.5.proj" });
});

Deno.test("slowResNet() refuses stages of different numbers and even kernels", () => {
  assert.throws(
    () => slowResNet({ ...slow_r50, depths: [3, 4] }),
    /must be equally long: current lengths are 2, 4, 4/,
  );
  assert.throws(() => slowResNet({ ...slow_r50, stemKernel: 6 }), /'stemKernel' must be odd/);
  assert.throws(
    () => slowResNet({ ...slow_r50, temporalKernels: [1, 1, 2, 3] }),
    /'temporalKernels\[2\]' must be odd: current value is 2/,
  );
});
