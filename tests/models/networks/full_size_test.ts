import assert from "node:assert/strict";
import { fullSizeErrors } from "../_full_size.ts";
import "../../_tensorflow.ts";

/**
 * Of the small network only: those of 8×224×224 take minutes, and run in `test:conformance`. Its few
 * tensors scatter more than those.
 */
Deno.test("forward() has gradients as near to float64 as PyTorch's on 44 clips", async () => {
  const { loss, median, timesFloor } = await fullSizeErrors("small_resnet");
  assert.ok(loss < 1e-6, `loss is off by ${loss}`);
  assert.ok(median < 5e-6, `gradients are off by ${median}`);
  assert.ok(timesFloor < 2, `gradients are ${timesFloor} times as far off as PyTorch's`);
});
