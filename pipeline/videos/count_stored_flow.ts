import { hasStoredFlow, inParallel } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { showsModality } from "./shows_modality.ts";

/** Files looked for at a time. */
const CONCURRENCY = 64;

/**
 * Counts the videos beside which their optical flow is stored: with it numbers differ a little from
 * those of flow that is computed for each clip.
 *
 * @returns Undefined if no clip shows flow.
 */
export async function countStoredFlow(
  { clip }: Pick<Config, "clip">,
  videos: readonly { readonly path: string }[],
  { signal }: Pick<WorkOptions, "signal">,
): Promise<number | undefined> {
  if (!showsModality(clip, "flow")) return undefined;
  const found = await inParallel(videos, CONCURRENCY, async ({ path }) => {
    signal.throwIfAborted();
    return await hasStoredFlow(path);
  });
  return found.filter((isStored) => isStored).length;
}
