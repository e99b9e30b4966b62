import type { SpatialPlan } from "../clip.ts";

/**
 * The three squares a video is tested on: along its longer side the first, the middle and the last.
 *
 * Each is as long as the shorter side, as in SlowFast's test, where the shorter side is scaled to the
 * size of the model's input.
 */
export function testCrops(
  picture: { readonly height: number; readonly width: number },
): [SpatialPlan, SpatialPlan, SpatialPlan] {
  const { height, width } = picture;
  const side = Math.min(height, width);
  const at = (share: number): SpatialPlan => ({
    box: { top: (height - side) * share, left: (width - side) * share, height: side, width: side },
    flip: false,
  });
  return [at(0), at(0.5), at(1)];
}
