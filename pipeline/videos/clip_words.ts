/** How images name the two clips of a video, by the network that sees them. */
export const CLIP_WORDS = {
  primary: "slow",
  auxiliary: "fast",
  explanation:
    "Slow: frames far apart, for the primary network. Fast: frames closer together, for the " +
    "auxiliary network.",
} as const;
