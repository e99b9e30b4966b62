import assert from "node:assert/strict";
import { NAMED_CONFIGS, type R3dConfig, r3dResNet } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { testParity } from "../_parity.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

/** The network of the reference r3d_tiny. */
const R3D_TINY: R3dConfig = {
  ...NAMED_CONFIGS.r3d_18,
  classes: 5,
  width: 4,
  depths: [1, 1, 1, 1],
  dropout: 0,
};

testParity("r3d_tiny", r3dResNet(R3D_TINY));

Deno.test("r3dResNet() takes clips of any length", () => {
  const model = r3dResNet({ ...R3D_TINY, width: 2 });
  const state = model.initialize(1);
  for (const frames of [1, 2, 5]) {
    tf.tidy(() => {
      const clips = drawNormal<tf.Rank.R5>([1, frames, 16, 16, 3], 1);
      const { logits } = model.forward({ ...state, clips, training: false });
      assert.ok(logits.dataSync().every(Number.isFinite));
    });
  }
  tf.dispose([state.parameters, state.statistics]);
});

Deno.test("r3dResNet() refuses stages of different numbers", () => {
  assert.throws(
    () => r3dResNet({ ...R3D_TINY, temporalStrides: [1] }),
    /'depths', 'spatialStrides' and 'temporalStrides' must be equally long/,
  );
});
