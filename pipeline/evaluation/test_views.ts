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
 * Makes all views of some clips that a test by these networks looks at, in one batch: of each crop
 * position all clips.
 *
 * @returns `[crops × clips, frames, size, size, 3]` for each network, the caller's to dispose.
 */
export function testViews(
  clips: readonly PlannedClip[],
  { networks, config }: TestViewsOptions,
): PerNetwork<tf.Tensor5D> {
  const { crops } = config.evaluate;
  const cropsOfClips = clips.map((clip) => cropPlans(clip, crops));
  const plans = Object.fromEntries(
    Array.from({ length: crops }, (_, position) => [
      `crop ${position}`,
      cropsOfClips.map((plansOfClip) => plansOfClip[position]!),
    ]),
  );
  const views = viewsToDevice(
    clips.map((clip) => withNetworkClips(clip, networks)),
    plans,
    pixelOptions(config),
  );
  return mapNetworks(
    networks,
    (_, network) => tf.concat(Object.values(views).map((view) => view[network]!)),
  );
}

/** Leaves out the clips of networks that are not tested, and those that are only trained on. */
function withNetworkClips(
  { indices, ...clip }: PlannedClip,
  networks: PerNetwork<unknown>,
): PlannedClip {
  return { ...clip, indices: mapNetworks(networks, (_, network) => indices[network]!) };
}

/** Returns the squares of {@linkcode testCrops}, or the middle one alone. */
export function cropPlans(
  clip: Pick<PlannedClip, "height" | "width">,
  count: 1 | 3,
): readonly SpatialPlan[] {
  const crops = testCrops(clip);
  return count === 1 ? [crops[1]] : crops;
}
