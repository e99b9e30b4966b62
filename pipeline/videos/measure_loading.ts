import {
  decodeWindow,
  gridFrameCount,
  probeVideo,
  trainingWindow,
  type VideoProbe,
} from "../../datasets/mod.ts";
import { decodingGrid, drawsFor } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { median } from "../numbers/median.ts";
import { pickEvenly } from "./pick_evenly.ts";
import { showsChanges } from "./shows_changes.ts";
import { clipRates } from "../config/clip_rates.ts";

/** A video in two files. */
export interface VideoPair {
  /** Unique in the data set; random draws are derived from it. */
  readonly id: string;
  /** Path of the file as it was. */
  readonly original: string;
  /** Path of the file that `data prepare` made of it. */
  readonly prepared: string;
}

/** How long it takes to decode a window. */
export interface LoadingSpeed {
  /** Median of the original files, in seconds. */
  readonly originalSec: number;
  /** Median of the prepared files, in seconds. */
  readonly preparedSec: number;
  /** Number of windows measured, each in both files. */
  readonly windows: number;
  /** Length of a window, in seconds. */
  readonly windowSec: number;
}

/** Options of {@linkcode measureLoading}. */
export interface MeasureLoadingOptions {
  /** The ffmpeg that decodes. */
  readonly ffmpegPath: string;
  /** What is decoded of a video. */
  readonly clip: Config["clip"];
  /** Maximum number of windows, each of another video; the videos are evenly spread over all. */
  readonly windows: number;
  /** Seed of the windows' starts. */
  readonly seed: number;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec: number | undefined;
  /** Ends the measurement when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * Decodes the same windows as training does from the original and from the prepared files, one at a
 * time and alternately. Each is decoded once before it is timed, so that both come from memory:
 * decoding is compared, not the disk.
 *
 * @throws {DecodeError} If a file gives no frame.
 * @throws The reason of the signal, after an abort.
 */
export async function measureLoading(
  pairs: readonly VideoPair[],
  options: MeasureLoadingOptions,
): Promise<LoadingSpeed> {
  const chosen = pickEvenly(pairs, options.windows);
  const times = { original: [] as number[], prepared: [] as number[] };
  for (const pair of chosen) {
    const { original, prepared } = await windowsOf(pair, options);
    await decodingTime(original, options);
    await decodingTime(prepared, options);
    times.original.push(await decodingTime(original, options));
    times.prepared.push(await decodingTime(prepared, options));
  }
  return {
    originalSec: median(times.original),
    preparedSec: median(times.prepared),
    windows: chosen.length,
    windowSec: decodingGrid(clipRates(options.clip)).durationSec,
  };
}

/** A part of a file. */
interface FileWindow {
  readonly path: string;
  readonly probe: VideoProbe;
  readonly startSec: number;
}

/** Chooses a window of a video, as training does: the same in both files. */
async function windowsOf(
  { id, ...paths }: VideoPair,
  { ffmpegPath, clip, seed, silenceSec, signal }: MeasureLoadingOptions,
): Promise<{ readonly original: FileWindow; readonly prepared: FileWindow }> {
  const { framesPerSecond, frameCount } = decodingGrid(clipRates(clip));
  const original = await probeVideo(paths.original, ffmpegPath, signal, { silenceSec });
  const prepared = await probeVideo(paths.prepared, ffmpegPath, signal, { silenceSec });
  const gridFrames = gridFrameCount(original.durationSec, framesPerSecond);
  const draw = drawsFor({ seed, phase: 0, epoch: 0, video: id, view: "window" }).uniform(0, 1);
  const { startFrame } = trainingWindow({ gridFrames, windowFrames: frameCount }, draw);
  const startSec = startFrame / framesPerSecond;
  return {
    original: { path: paths.original, probe: original, startSec },
    prepared: { path: paths.prepared, probe: prepared, startSec },
  };
}

/** How long a window takes to decode, in seconds. */
async function decodingTime(
  { path, probe, startSec }: FileWindow,
  { ffmpegPath, clip, silenceSec, signal }: MeasureLoadingOptions,
): Promise<number> {
  const { framesPerSecond, durationSec } = decodingGrid(clipRates(clip));
  const size = { shortSide: clip.decodeShortSide };
  const grid = { ffmpegPath, framesPerSecond, size, nextFrames: showsChanges(clip), silenceSec };
  const window = { ...grid, startSec, durationSec, probe };
  const startedAt = performance.now();
  await decodeWindow(path, window, signal);
  return (performance.now() - startedAt) / 1000;
}
