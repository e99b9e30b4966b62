/** How long optical flow is refined if nothing else is said. */
export const FLOW_SETTINGS = {
  /** Number of scales. */
  scales: 5,
  /** Warps at each scale. */
  warps: 5,
  /** Iterations after each warp. */
  iterations: 10,
} as const;
