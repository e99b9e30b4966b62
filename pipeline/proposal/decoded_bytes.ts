import { FrameCache, frameDimensions, gridFrameCount } from "../../datasets/mod.ts";
import { decodingGrid } from "../../operators/mod.ts";
import { clipRates } from "../config/clip_rates.ts";
import type { Config } from "../config/config.ts";
import { mean } from "../numbers/mean.ts";
import { showsChanges } from "../videos/shows_changes.ts";
import type { ExaminedVideos } from "./examine_videos.ts";

/**
 * Estimates the bytes that the decoded frames of a data set take, by the files that were looked at;
 * without videos that are too long to be kept on disk.
 */
export function decodedBytes(
  { probes, total }: Pick<ExaminedVideos, "probes" | "total">,
  { clip }: Pick<Config, "clip">,
): number {
  if (probes.length === 0) return 0;
  const { framesPerSecond } = decodingGrid(clipRates(clip));
  const images = showsChanges(clip) ? 2 : 1;
  const bytes = probes.map((probe) => {
    const { width, height } = frameDimensions({ shortSide: clip.decodeShortSide }, probe);
    const frames = gridFrameCount(probe.durationSec, framesPerSecond);
    return frames * images * width * height * 3;
  });
  return total * mean(bytes.map((each) => each > FrameCache.mostBytesOnDisk ? 0 : each));
}
