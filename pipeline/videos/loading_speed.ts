import {
  decodeWindow,
  gridFrameCount,
  inParallel,
  probeVideo,
  trainingWindow,
} from "../../datasets/mod.ts";
import { decodingGrid, drawsFor } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** A video in two files. */
export interface VideoPair {
  readonly id: string;
  readonly original: string;
  readonly prepared: string;
}

/** How long a window takes to decode, in seconds, by the median. */
export interface LoadingSpeed {
  readonly originalSec: number;
  readonly preparedSec: number;
  /** Windows measured, each from both files. */
  readonly windows: number;
  /** How long a window is, in seconds. */
  readonly windowSec: number;
}

/** How to measure. */
export interface LoadingSpeedOptions {
  readonly ffmpegPath: string;
  /** What is decoded of a video. */
  readonly clip: Config["clip"];
  /** At most so many windows, of videos spread evenly over all. */
  readonly windows: number;
  /** Of the windows' starts. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/**
 * Decodes the same windows as training does from the original and from the prepared files, one at a time and
 * alternately. Each is decoded once before it is timed, so that both come from memory: it is decoding that is
 * compared, not the disk.
 *
 * @throws {DecodeError} where a file gives no picture. The signal's reason after an abort.
 */
export async function measureLoading(
  pairs: readonly VideoPair[],
  { ffmpegPath, clip, windows, seed, signal }: LoadingSpeedOptions,
): Promise<LoadingSpeed> {
  const grid = decodingGrid(clip);
  const { framesPerSecond } = grid;
  const chosen = spread(pairs, windows);
  const times = { original: [] as number[], prepared: [] as number[] };
  await inParallel(chosen, 1, async ({ id, ...files }) => {
    const draw = drawsFor({ seed, epoch: 0, video: id, view: "window" }).uniform(0, 1);
    const probe = await probeVideo(files.original, ffmpegPath, signal);
    const gridFrames = gridFrameCount(probe.durationSec, framesPerSecond);
    const window = trainingWindow({ gridFrames, windowFrames: grid.frameCount }, draw);
    const probes = {
      original: probe,
      prepared: await probeVideo(files.prepared, ffmpegPath, signal),
    };
    const decode = async (which: keyof typeof probes) => {
      const begun = performance.now();
      await decodeWindow(files[which], {
        ffmpegPath,
        framesPerSecond,
        size: { shortSide: clip.decodeShortSide },
        startSec: window.startFrame / framesPerSecond,
        durationSec: grid.durationSec,
        probe: probes[which],
      }, signal);
      return (performance.now() - begun) / 1000;
    };
    for (const which of ["original", "prepared"] as const) await decode(which);
    for (const which of ["original", "prepared"] as const) times[which].push(await decode(which));
  });
  return {
    originalSec: median(times.original),
    preparedSec: median(times.prepared),
    windows: chosen.length,
    windowSec: grid.durationSec,
  };
}

/** So many items, evenly spread from the first to the last. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.round(index * (items.length - 1) / (count - 1))]!,
  );
}

/** The middle of some numbers, or the mean of the two in the middle; of none NaN. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}
