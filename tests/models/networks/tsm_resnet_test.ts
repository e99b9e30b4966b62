import assert from "node:assert/strict";
import { NAMED_CONFIGS, type TsmConfig, tsmResNet } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { relativeError } from "../_reference.ts";
import { testParity } from "../_parity.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

/** The network of the reference tsm_tiny. */
const TSM_TINY: TsmConfig = {
  ...NAMED_CONFIGS.tsm_r18,
  classes: 5,
  width: 8,
  depths: [1, 1, 1, 1],
  dropout: 0,
};

testParity("tsm_tiny", tsmResNet(TSM_TINY));

Deno.test("tsmResNet() sees the order of frames only through its shift", () => {
  const state = tsmResNet(TSM_TINY).initialize(1);
  const clips = drawNormal<tf.Rank.R5>([1, 4, 32, 32, 3], 3);
  const differenceOf = (config: TsmConfig) =>
    tf.tidy(() => {
      const model = tsmResNet(config);
      const logitsOf = (clips: tf.Tensor5D) =>
        model.forward({ ...state, clips, training: false }).logits.dataSync();
      return relativeError(logitsOf(tf.reverse(clips, 1)), logitsOf(clips));
    });
  // With as many parts as channels, each part of less than a channel is none.
  assert.ok(differenceOf({ ...TSM_TINY, shiftDivisor: 1000 }) < 1e-5);
  assert.ok(differenceOf(TSM_TINY) > 1e-3);
  tf.dispose([state.parameters, state.statistics, clips]);
});

Deno.test("tsmResNet() shifts the shortcuts only if asked to", () => {
  const state = tsmResNet(TSM_TINY).initialize(1);
  const clips = drawNormal<tf.Rank.R5>([1, 4, 32, 32, 3], 3);
  const logitsOf = (shiftIdentity: boolean) =>
    tf.tidy(() =>
      tsmResNet({ ...TSM_TINY, shiftIdentity })
        .forward({ ...state, clips, training: false }).logits.dataSync()
    );
  assert.ok(relativeError(logitsOf(true), logitsOf(false)) > 1e-3);
  tf.dispose([state.parameters, state.statistics, clips]);
});

Deno.test("tsmResNet() takes clips of one frame", () => {
  const model = tsmResNet({ ...TSM_TINY, width: 8 });
  const state = model.initialize(1);
  tf.tidy(() => {
    const clips = tf.ones<tf.Rank.R5>([1, 1, 16, 16, 3]);
    const { logits } = model.forward({ ...state, clips, training: false });
    assert.ok(logits.dataSync().every(Number.isFinite));
  });
  tf.dispose([state.parameters, state.statistics]);
});

Deno.test("tsmResNet() refuses a shift of all channels", () => {
  assert.throws(
    () => tsmResNet({ ...TSM_TINY, shiftDivisor: 1 }),
    /'shiftDivisor' must be at least 2: current value is 1/,
  );
});
