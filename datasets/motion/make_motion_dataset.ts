import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  MOTION_CLASSES,
  MOTION_DRAWING_VERSION,
  MOTION_FRAMES_PER_SECOND,
  MOTION_SPLITS,
  type MotionClass,
  type MotionSplit,
} from "./constants.ts";
import { drawMotionVideo } from "./draw_motion_video.ts";
import { encodeVideo } from "./encode_video.ts";
import { isFile } from "../_is_file.ts";
import { inParallel } from "../in_parallel.ts";
import { syncFolder, writeDurably } from "../../runtime/files/write_durably.ts";

/** Options of {@linkcode makeMotionDataset}: what to make, and where. */
export interface MakeMotionDatasetOptions {
  /** Folder that gets `motion/<version>/{train,test}/<class>/<number>.mp4`. */
  readonly folder: string;
  /** Training videos of each class. */
  readonly trainPerClass: number;
  /** Test videos of each class. */
  readonly testPerClass: number;
  /** Width and height of the videos in pixels; even. */
  readonly size: number;
  /** Seed of all drawing, a 32-bit integer. */
  readonly seed: number;
  /** The ffmpeg program to run; it needs the encoder libx264rgb. */
  readonly ffmpegPath: string;
  /** How many ffmpeg processes run at a time. */
  readonly concurrency: number;
  /** Called after each video, existing ones included. */
  readonly onProgress?: ((progress: MotionDatasetProgress) => void) | undefined;
  /** Stops the work and rejects with its reason; finished videos stay and are reused. */
  readonly signal?: AbortSignal | undefined;
}

/** How many videos of the data set exist. */
export interface MotionDatasetProgress {
  /** Videos that exist. */
  readonly done: number;
  /** Videos wanted. */
  readonly total: number;
}

/** The folders of the finished data set. */
export interface MotionDataset {
  /** Folder of the class folders of the training videos. */
  readonly trainFolder: string;
  /** Folder of the class folders of the test videos. */
  readonly testFolder: string;
}

/**
 * Draws and encodes the built-in data set, unless it exists already.
 *
 * Each file is written under a temporary name, synced and renamed, so a file with its final name is
 * complete; `manifest.json` is written last, so a set with a manifest is complete. Both hold even
 * after a power cut. A second call resumes where the first was stopped. Several processes may make
 * the same set at once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { locateFfmpeg, makeMotionDataset } from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const count = { trainPerClass: 1, testPerClass: 1, size: 16, seed: 0 };
 * const set = await makeMotionDataset({ folder, ...count, ffmpegPath, concurrency: 2 });
 * assert.ok((await Deno.stat(`${set.trainFolder}/orbit/000.mp4`)).isFile);
 * ```
 *
 * @throws {RangeError} If a count or the size is not a positive integer, or the size is odd.
 * @throws {Error} If a file cannot be written or ffmpeg fails.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function makeMotionDataset(options: MakeMotionDatasetOptions): Promise<MotionDataset> {
  checkOptions(options);
  const { concurrency, onProgress } = options;
  const manifest = manifestText(options);
  const version = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const root = join(options.folder, "motion", version);
  const dataset = { trainFolder: join(root, "train"), testFolder: join(root, "test") };
  const manifestPath = join(root, "manifest.json");
  const videos = listVideos(options);
  let done = 0;
  if (await isFile(manifestPath)) {
    onProgress?.({ done: videos.length, total: videos.length });
    return dataset;
  }
  const classFolders = MOTION_SPLITS.flatMap((split) =>
    MOTION_CLASSES.map((className) => join(root, split, className))
  );
  for (const folder of classFolders) await Deno.mkdir(folder, { recursive: true });
  await inParallel(videos, concurrency, async (video) => {
    await makeVideo(video, { ...options, root });
    done++;
    onProgress?.({ done, total: videos.length });
  });
  for (const folder of classFolders) await syncFolder(folder);
  for (const split of MOTION_SPLITS) await syncFolder(join(root, split));
  await writeDurably(manifestPath, (temporary) => Deno.writeTextFile(temporary, manifest));
  await syncFolder(root);
  return dataset;
}

/** Returns the text of `manifest.json`: all that the videos depend on. */
function manifestText(
  { trainPerClass, testPerClass, size, seed }: MakeMotionDatasetOptions,
): string {
  const manifest = {
    drawingVersion: MOTION_DRAWING_VERSION,
    seed,
    size,
    framesPerSecond: MOTION_FRAMES_PER_SECOND,
    classes: MOTION_CLASSES,
    trainPerClass,
    testPerClass,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

async function makeVideo(
  video: MotionVideo,
  { root, seed, size, ffmpegPath, signal }: MakeMotionDatasetOptions & { readonly root: string },
): Promise<void> {
  signal?.throwIfAborted();
  const path = join(root, video.split, video.className, fileName(video.index));
  if (await isFile(path)) return;
  const frames = drawMotionVideo({ ...video, seed, size });
  await writeDurably(path, (temporary) =>
    encodeVideo({
      frames,
      width: size,
      height: size,
      framesPerSecond: MOTION_FRAMES_PER_SECOND,
      path: temporary,
      ffmpegPath,
      signal,
    }));
}

interface MotionVideo {
  readonly split: MotionSplit;
  readonly className: MotionClass;
  readonly index: number;
}

function listVideos(
  { trainPerClass, testPerClass }: MakeMotionDatasetOptions,
): readonly MotionVideo[] {
  const counts = { train: trainPerClass, test: testPerClass };
  return MOTION_SPLITS.flatMap((split) =>
    MOTION_CLASSES.flatMap((className) =>
      Array.from({ length: counts[split] }, (_, index) => ({ split, className, index }))
    )
  );
}

function fileName(index: number): string {
  return `${String(index).padStart(3, "0")}.mp4`;
}

function checkOptions(options: MakeMotionDatasetOptions): void {
  for (const name of ["trainPerClass", "testPerClass", "size", "concurrency"] as const) {
    const value = options[name];
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot make the data set as '${name}' must be a positive integer: current value is ${value}`,
      );
    }
  }
  if (options.size % 2 !== 0) {
    throw new RangeError(
      `Cannot make the data set as 'size' must be even: current value is ${options.size}`,
    );
  }
}
