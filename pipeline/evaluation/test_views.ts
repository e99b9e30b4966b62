import {
  mapNetworks,
  type PerNetwork,
  type PlannedClip,
  type SpatialPlan,
  testCrops,
  viewsToDevice,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { pixelOptions } from "../videos/pixel_options.ts";

/** What {@linkcode testViews} makes views for. */
export interface TestViewsOptions {
  /** One value, whatever it is, for each network that is tested. */
  readonly networks: PerNetwork<unknown>;
  readonly config: Config;
}

/**
 * Makes all views of some clips that a test by these networks looks at: of each crop position all
 * clips.
 *
 * @returns `[crops, clips, frames, size, size, 3]` for each network, the caller's to dispose; one
 * crop if all clips are square.
 */
export function testViews(
  clips: readonly PlannedClip[],
  { networks, config }: TestViewsOptions,
): PerNetwork<tf.Tensor<tf.Rank.R6>> {
  const cropsOfClips = clips.map((clip) => cropPlans(clip, config.evaluate.crops));
  const crops = Math.max(...cropsOfClips.map(({ length }) => length));
  const plans = Object.fromEntries(
    Array.from({ length: crops }, (_, position) => [
      `crop ${position}`,
      // A square clip beside others has its one crop as often as they have crops.
      cropsOfClips.map((plansOfClip) => plansOfClip[position] ?? plansOfClip[0]!),
    ]),
  );
  const views = viewsToDevice(
    clips.map((clip) => withNetworkClips(clip, networks)),
    plans,
    pixelOptions(config),
  );
  return mapNetworks(
    networks,
    (_, network) =>
      tf.stack(Object.values(views).map((view) => view[network]!)) as tf.Tensor<tf.Rank.R6>,
  );
}

/** Leaves out the clips of networks that are not tested, and those that are only trained on. */
function withNetworkClips(
  { indices, ...clip }: PlannedClip,
  networks: PerNetwork<unknown>,
): PlannedClip {
  return { ...clip, indices: mapNetworks(networks, (_, network) => indices[network]!) };
}

/**
 * Returns the squares of {@linkcode testCrops}, or the middle one alone, as for a square clip, whose
 * three are one.
 */
export function cropPlans(
  clip: Pick<PlannedClip, "height" | "width">,
  count: 1 | 3,
): readonly SpatialPlan[] {
  const crops = testCrops(clip);
  return count === 1 || clip.height === clip.width ? [crops[1]] : crops;
}
