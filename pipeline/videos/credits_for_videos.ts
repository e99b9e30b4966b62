import { Credits } from "../../operators/mod.ts";

/** What {@linkcode creditsForVideos} counts with. */
export interface CreditsForVideosOptions {
  /** Videos that the device takes at a time. */
  readonly videosAtOnce: number;
  /** Videos that are decoded at the same time. */
  readonly decoders: number;
}

/**
 * Returns credits for videos that are looked at once: while some are on the device, as many wait for
 * it, and each decoder has one. The device may take any time, and so may a live video.
 */
export function creditsForVideos({ videosAtOnce, decoders }: CreditsForVideosOptions): Credits {
  return new Credits(decoders + 2 * videosAtOnce, { stalledAfterSec: Infinity });
}
