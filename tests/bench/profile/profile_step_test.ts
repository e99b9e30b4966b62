import assert from "node:assert/strict";
import { pipe } from "rxjs";
import { OP_GROUPS } from "../../../bench/profile/op_group.ts";
import { profileStep, trainingInParts } from "../../../bench/profile/profile_step.ts";
import { profileTable } from "../../../bench/profile/profile_table.ts";
import { sgd } from "../../../models/mod.ts";
import { dualForward, mergeLosses, noiseStep, tinyNetworks } from "../../../operators/mod.ts";
import { device } from "../../../runtime/device.ts";
import { disposeTree, type Precision } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { usesGpu } from "../../_tensorflow.ts";

for (const precision of ["float32", "bf16"] satisfies Precision[]) {
  Deno.test({
    name: `profileStep() divides the time of a step, ${precision}, and leaves nothing behind`,
    ignore: usesGpu,
    fn() {
      const networks = tinyNetworks();
      const optimizer = sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => false });
      const { binding } = device().backend;
      const assertNoLeaks = watchTensors();
      const input = noiseStep(networks);
      const step = trainingInParts({
        pipeline: pipe(dualForward(networks), mergeLosses()),
        precision,
        optimizer: { primary: optimizer, auxiliary: optimizer },
        maxGradientNorm: 40,
      });
      const profile = profileStep(step, input);
      for (const group of ["products, forward", "filter gradients", "update"] as const) {
        assert.ok(profile[group] > 0, group);
      }
      assert.deepEqual(Object.keys(profile), OP_GROUPS);
      assert.match(profileTable(profile), /^all +\d+\.\d +100$/m);
      assert.equal(device().backend.binding, binding);
      disposeTree(input);
      assertNoLeaks();
    },
  });
}
