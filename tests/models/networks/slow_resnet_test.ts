import assert from "node:assert/strict";
import { slowResNet } from "../../../models/mod.ts";
import { ForwardPass } from "../../../models/networks/_forward_pass.ts";
import { residualBlock, stem } from "../../../models/networks/_residual_block.ts";
import { planSlowResNet } from "../../../models/networks/slow_resnet_config.ts";
import { tf } from "../../../runtime/mod.ts";
import { testParity } from "../_parity.ts";
import { Reference, relativeError, SLOW_R50_TINY } from "../_reference.ts";
import "../../_tensorflow.ts";

testParity("slow_r50_tiny", slowResNet(SLOW_R50_TINY));

Deno.test("slowResNet() gives the activations of slow_r50_tiny after every stage", async () => {
  using reference = await Reference.open("slow_r50_tiny");
  const before = tf.memory().numTensors;
  const state = await reference.state(slowResNet(SLOW_R50_TINY));
  const clips = await reference.clips("input");
  const plan = planSlowResNet(SLOW_R50_TINY);
  const activations = tf.tidy(() => {
    const pass = new ForwardPass({ ...state, clips, training: true });
    const outputs = [stem(pass, clips, plan.stem, true)];
    for (const stage of plan.stages) {
      outputs.push(stage.reduce((x, block) => residualBlock(pass, x, block), outputs.at(-1)!));
    }
    return outputs;
  });
  for (const [index, activation] of activations.entries()) {
    const expected = await reference.clips(`act.blocks.${index}`);
    assert.deepEqual(activation.shape, expected.shape);
    const difference = relativeError(activation.dataSync(), expected.dataSync());
    assert.ok(difference < 1e-5, `blocks.${index}: ${difference}`);
    expected.dispose();
  }
  tf.dispose([activations, clips, state.parameters, state.statistics]);
  assert.equal(tf.memory().numTensors, before);
});
