import assert from "node:assert/strict";
import { openFrames } from "../../../datasets/mod.ts";
import { assertSamePixels, ffmpegUnderTest } from "../_fixtures.ts";
import { NUMBERED_SIZE } from "../_numbered_videos.ts";
import { readAll } from "./_read_all.ts";

/**
 * Asserts, on a grid of a video's own rate, that each frame comes with the next one, bit for bit, and
 * the last one with itself.
 */
export async function assertFollowers(path: string, framesPerSecond: number): Promise<void> {
  const ffmpegPath = await ffmpegUnderTest();
  const grid = { ffmpegPath, framesPerSecond, size: NUMBERED_SIZE };
  const frames = await readAll(await openFrames(path, grid));
  const pairs = await readAll(await openFrames(path, { ...grid, nextFrames: true }));
  assert.equal(pairs.length, frames.length);
  for (const [index, pair] of pairs.entries()) {
    const half = pair.byteLength / 2;
    assertSamePixels(pair.subarray(0, half), frames[index]!, `${path}: frame ${index}`);
    const next = frames[index + 1] ?? frames[index]!;
    assertSamePixels(pair.subarray(half), next, `${path}: after frame ${index}`);
  }
}
