import {
  autoAugment,
  dropoutPolicy,
  type Modality,
  type PerChannel,
  randAugment,
  type StrongPolicy,
  type StrongViewOptions,
  type WeakViewOptions,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { clipRates } from "../config/clip_rates.ts";
import { mean as meanOf } from "../numbers/mean.ts";

/** How a run draws its views. */
export interface ViewOptions {
  /** N. */
  readonly labeled: WeakViewOptions;
  /** W. */
  readonly weak: WeakViewOptions;
  /** S. */
  readonly strong: StrongViewOptions;
}

/** Reads from a configuration how views are drawn. */
export function viewOptions({ seed, clip, views }: Config): ViewOptions {
  const { size } = clip;
  const spatial = ({ scale, flip }: Config["views"]["weak"]): WeakViewOptions => ({
    seed,
    flip,
    size,
    shortSide: [scale[0] * size, scale[1] * size],
  });
  const weak = spatial(views.weak);
  const policy = strongPolicy(views.strong, clip.normalization);
  return {
    labeled: spatial(views.labeled),
    weak,
    strong: {
      ...weak,
      policy,
      cutout: views.strong.cutout,
      otherModalities: otherModalities(clip),
    },
  };
}

/** The modalities of changes that a configuration has clips of. */
function otherModalities(clip: Config["clip"]): Modality[] {
  const used = new Set(Object.values(clipRates(clip)).map(({ modality = "rgb" }) => modality));
  return (["gradient", "flow"] as const).filter((modality) => used.has(modality));
}

function strongPolicy(
  strong: Config["views"]["strong"],
  { mean }: Config["clip"]["normalization"],
): StrongPolicy {
  const { only: operations, count, magnitude } = strong;
  switch (strong.policy) {
    case "autoaugment":
      return autoAugment({ operations });
    case "randaugment":
      return randAugment({ operations, count, magnitude });
    case "dropout":
      return dropoutPolicy({
        channels: strong.dropChannels,
        pixels: strong.dropPixels,
        fill: Math.round(255 * grayOf(mean)),
      });
  }
}

/** The gray level of a mean: what the network sees as about zero in all channels. */
function grayOf(channels: PerChannel): number {
  if (typeof channels === "number") return channels;
  return meanOf(channels);
}
