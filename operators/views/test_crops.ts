import type { SpatialPlan } from "../clip.ts";

/**
 * Returns the three squares a video is tested on: the first, the middle and the last along its
 * longer side.
 *
 * Each is as long as the shorter side, as in SlowFast's test, where the shorter side is scaled to
 * the input size of the network.
 *
 * @param frame Height and width in pixels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { testCrops } from "@actnetformer/deno/operators/views";
 *
 * const crops = testCrops({ height: 240, width: 320 });
 * assert.deepEqual(crops.map(({ box }) => box.left), [0, 40, 80]);
 * ```
 */
export function testCrops(
  frame: { readonly height: number; readonly width: number },
): [SpatialPlan, SpatialPlan, SpatialPlan] {
  const { height, width } = frame;
  const side = Math.min(height, width);
  const cropAt = (share: number): SpatialPlan => ({
    box: { top: (height - side) * share, left: (width - side) * share, height: side, width: side },
    flip: false,
  });
  return [cropAt(0), cropAt(0.5), cropAt(1)];
}
