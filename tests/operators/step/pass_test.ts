import assert from "node:assert/strict";
import { noiseStep, tinyNetworks } from "../../../operators/mod.ts";
import { type Part, passesOf, runPass, stateOf } from "../../../operators/step/_pass.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

const { primary, auxiliary } = tinyNetworks();

function part(settings: Partial<Part>, frames = 2): Part {
  const clips = tf.zeros<tf.Rank.R5>([1, frames, 8, 8, 3]);
  const usual = { branch: "primary", view: "weak", network: "primary", average: false } as const;
  return { ...usual, clips, ...settings };
}

tidyTest(
  "passesOf() joins clips of one shape that go through one network, or keeps all apart",
  () => {
    const parts = [
      part({}),
      part({ view: "strong" }),
      part({ branch: "slow" }, 1),
      part({ network: "auxiliary" }),
      part({ branch: "teacher", average: true }),
    ];
    const sizes = (apart: boolean) => passesOf(parts, apart).map(({ length }) => length);
    assert.deepEqual(sizes(false), [2, 1, 1, 1]);
    assert.deepEqual(sizes(true), [1, 1, 1, 1, 1]);
  },
);

tidyTest("runPass() refuses a network that does not report the stages that are asked for", () => {
  const networks = { primary: auxiliary };
  const step = noiseStep(networks);
  const statistics = { primary: step.state.primary.statistics };
  const clips = step.batch.weak!.primary;
  const input = { ...step, networks, statistics, index: 0 };
  assert.equal(runPass([part({ clips })], { ...input, stages: false }).outputs.length, 1);
  assert.throws(() => runPass([part({ clips })], { ...input, stages: true }), {
    name: "TypeError",
    message: "Cannot emit the stages of the primary model as it must report them: timesformer " +
      "does not",
  });
});

tidyTest("stateOf() refuses a network without a state", () => {
  const step = noiseStep({ primary });
  assert.equal(stateOf(step, "primary"), step.state.primary);
  assert.throws(() => stateOf(step, "auxiliary"), /auxiliary model as the state has no tensors/);
});
