/** A raw configuration with only the fields that have no default. */
export const SMALLEST_CONFIG = {
  clip: {
    size: 224,
    decodeShortSide: 320,
    primary: { frames: 8, stride: 8 },
    auxiliary: { frames: 8, stride: 4 },
  },
  primary: "slow_r50",
  auxiliary: "timesformer_vit_s",
  schedule: { epochs: 250 },
};
