import {
  type PerNetwork,
  type PlannedClip,
  type SpatialPlan,
  testCrops,
  viewsToDevice,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { pixelOptions } from "../videos/pixel_options.ts";

/**
 * Makes all views of some clips that a test looks at, in one batch: of each crop position all clips.
 *
 * @returns `[crops × clips, frames, size, size, 3]` for each network, the caller's to dispose.
 */
export function testViews(clips: readonly PlannedClip[], config: Config): PerNetwork<tf.Tensor5D> {
  const { crops } = config.evaluate;
  const cropsOfClips = clips.map((clip) => cropPlans(clip, crops));
  const plans = Object.fromEntries(
    Array.from({ length: crops }, (_, position) => [
      `crop ${position}`,
      cropsOfClips.map((plansOfClip) => plansOfClip[position]!),
    ]),
  );
  const views = viewsToDevice(clips.map(withNetworkClips), plans, pixelOptions(config));
  const joined = (network: "primary" | "auxiliary") =>
    tf.concat(Object.values(views).map((view) => view[network]!));
  return { primary: joined("primary"), auxiliary: joined("auxiliary") };
}

/** Leaves out clips that are only trained on. */
function withNetworkClips({ indices, ...clip }: PlannedClip): PlannedClip {
  const { primary, auxiliary } = indices;
  return { ...clip, indices: { primary, auxiliary: auxiliary! } };
}

/** Returns the squares of {@linkcode testCrops}, or the middle one alone. */
export function cropPlans(
  clip: Pick<PlannedClip, "height" | "width">,
  count: 1 | 3,
): readonly SpatialPlan[] {
  const crops = testCrops(clip);
  return count === 1 ? [crops[1]] : crops;
}
