import { type Config, loadConfig } from "../../pipeline/config/config.ts";
import { METHODS } from "../../pipeline/methods/methods.ts";

/** What the methods are measured on, for people, by the name of its size. */
export const SIZES = {
  small: "built-in small networks, 32×32, 4 + 20 videos",
  large: "R50 and TimeSformer-S, 8×112×112, 1 + 5 videos",
} as const;

/** One of {@linkcode SIZES}. */
export type Size = keyof typeof SIZES;

type Fields = Readonly<Record<string, unknown>>;

/** What differs from the built-in preset. */
const FIELDS: Readonly<Record<Size, Fields>> = {
  small: {},
  large: {
    "clip.size": 112,
    "clip.decodeShortSide": 112,
    "clip.primary": { frames: 8, stride: 8 },
    "clip.auxiliary": { frames: 8, stride: 4 },
    primary: "slow_r50",
    auxiliary: "timesformer_vit_s",
    "schedule.labeledPerStep": 1,
  },
};

/**
 * Returns the configuration that a method is measured with: that of the size, and what the method
 * needs. SVFormer has the transformer as its network, and a method that compares the stages of two
 * networks has the ResNet twice.
 */
export async function caseConfig(method: keyof typeof METHODS, size: Size): Promise<Config> {
  const base = await load(FIELDS[size]);
  return await load({
    ...FIELDS[size],
    ...clipFields(method, base),
    ...networkFields(method, base),
    "method.name": method,
  });
}

async function load(fields: Fields): Promise<Config> {
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  return (await loadConfig("motion_small", overrides)).config;
}

/** The further clips of a method; one of frames has half as many as the primary one. */
function clipFields(method: keyof typeof METHODS, { clip: { primary } }: Config): Fields {
  const { clips = {}, optionalClips = {} } = METHODS[method];
  const { auxiliary, ...others } = { ...clips, ...optionalClips };
  const { frames, stride } = primary;
  const rates = Object.entries(others).map(([name, modality]) => [
    name,
    modality === "rgb" ? { frames: frames / 2, stride: 2 * stride } : { frames, stride, modality },
  ]);
  return {
    ...auxiliary === undefined ? {} : { "clip.auxiliary": { frames, stride, modality: auxiliary } },
    ...rates.length === 0 ? {} : { "clip.others": Object.fromEntries(rates) },
  };
}

function networkFields(method: keyof typeof METHODS, { primary, auxiliary, clip }: Config): Fields {
  const { stages, teacher } = METHODS[method];
  return {
    ...method === "svformer" ? { primary: auxiliary, "clip.primary": clip.auxiliary } : {},
    ...stages ? { auxiliary: primary } : {},
    ...teacher ? { "optimizer.emaDecay": 0.999 } : {},
  };
}
