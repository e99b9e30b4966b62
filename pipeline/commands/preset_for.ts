import type { Override } from "../config/config.ts";

/**
 * Returns the preset for the data: the one for the built-in videos, or the one for small real
 * videos.
 */
export function presetFor(overrides: readonly Override[]): string {
  const source = overrides.findLast(({ path }) => path === "data.source")?.value ?? "motion";
  return source === "motion" ? "motion_small" : "videos_small";
}
