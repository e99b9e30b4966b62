import { join } from "node:path";
import { FrameCache, type FrameCacheOptions } from "../../../datasets/mod.ts";
import { encodeFormula, ffmpegUnderTest } from "../_fixtures.ts";

const SIZE = { width: 32, height: 24 };
/** Bytes of a frame of the caches. */
export const FRAME_BYTES = 32 * 24 * 3;

/** A cache on the grid of the formula clips, with room for so many frames. */
export async function cacheOf(
  frames: number,
  options: Partial<FrameCacheOptions> = {},
): Promise<FrameCache> {
  const ffmpegPath = await ffmpegUnderTest();
  return new FrameCache({
    ffmpegPath,
    framesPerSecond: 10,
    size: SIZE,
    budgetBytes: frames * FRAME_BYTES,
    ...options,
  });
}

/** Clips of the formula, all of one length. */
export async function clips(folder: string, count: number, frames: number) {
  return await Promise.all(Array.from({ length: count }, async (_, index) => ({
    path: await encodeFormula(join(folder, `${index}.mkv`), { frames, framesPerSecond: 10 }),
  })));
}
