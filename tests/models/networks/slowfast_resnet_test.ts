import assert from "node:assert/strict";
import {
  createModel,
  NAMED_CONFIGS,
  type SlowFastConfig,
  slowFastResNet,
  slowFrames,
} from "../../../models/mod.ts";
import { testParity } from "../_parity.ts";
import "../../_tensorflow.ts";

/** The network of the reference slowfast_tiny. */
const SLOWFAST_TINY: SlowFastConfig = {
  ...NAMED_CONFIGS.slowfast_r50,
  classes: 5,
  width: 4,
  depths: [1, 1, 1, 1],
  channelRatio: 2,
  dropout: 0,
};

testParity("slowfast_tiny", slowFastResNet(SLOWFAST_TINY));

Deno.test("slowFrames() takes frames evenly, the first and the last one included", () => {
  assert.deepEqual(slowFrames(32, 4), [0, 4, 8, 13, 17, 22, 26, 31]);
  assert.deepEqual(slowFrames(32, 8), [0, 10, 20, 31]);
  assert.deepEqual(slowFrames(8, 4), [0, 7]);
  assert.deepEqual(slowFrames(4, 4), [0]);
  assert.deepEqual(slowFrames(3, 1), [0, 1, 2]);
  assert.throws(() => slowFrames(30, 4), /must divide 'frames': current values are 4 and 30/);
});

Deno.test("slowFastResNet() starts each block as the identity, but no fusion at zero", () => {
  const model = createModel(SLOWFAST_TINY);
  const zeros = model.parameters.filter(({ name, initial }) =>
    name.endsWith(".weight") && initial.kind === "constant" && initial.value === 0
  );
  assert.equal(zeros.length, 8);
  assert.ok(zeros.every(({ name }) => name.endsWith("branch2.norm_c.weight")));
});

Deno.test.each(
  [
    [{ fastKernels: [3] }, /'depths', 'slowKernels', 'fastKernels' and 'spatialStrides' must be/],
    [{ fusionKernel: 4 }, /'fusionKernel' must be odd: current value is 4/],
    [{ slowKernels: [1, 2, 3, 3] }, /'slowKernels\[1\]' must be odd: current value is 2/],
    [{ channelRatio: 3 }, /'channelRatio' must divide 'width': current values are 3 and 4/],
  ] as const,
)("slowFastResNet() refuses %o", (change, message) => {
  assert.throws(() => slowFastResNet({ ...SLOWFAST_TINY, ...change }), message);
});
