import { createHash } from "node:crypto";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder, writeDurably } from "../_write_durably.ts";
import {
  type MotionClass,
  motionClasses,
  motionDrawingVersion,
  motionFramesPerSecond,
  type MotionSplit,
  motionSplits,
} from "./constants.ts";
import { drawMotionVideo } from "./draw_motion_video.ts";
import { encodeVideo } from "./encode_video.ts";

/** What to make, and where. */
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
  readonly onProgress?: (progress: MotionDatasetProgress) => void;
  /** Stops the work and rejects with its reason; finished videos stay and are reused. */
  readonly signal?: AbortSignal;
}

/** How far the making of the dataset is. */
export interface MotionDatasetProgress {
  /** Videos that exist. */
  readonly done: number;
  /** Videos wanted. */
  readonly total: number;
}

/** Where the finished dataset lies. */
export interface MotionDataset {
  /** Folder of the class folders of the training videos. */
  readonly trainFolder: string;
  /** Folder of the class folders of the test videos. */
  readonly testFolder: string;
}

/**
 * Draws and encodes the built-in dataset, or finds it made already.
 *
 * Each file is written under a temporary name, synced and renamed, so a file with its final name is
 * complete; `manifest.json` is written last, so a set with a manifest is complete: both even after a
 * power cut. A second call resumes where the first was stopped. Several processes may make the same
 * set at once.
 *
 * @throws {RangeError} for counts or a size that are not positive integers, or an odd size.
 * @throws {Error} if a file cannot be written or ffmpeg fails.
 */
export async function makeMotionDataset(options: MakeMotionDatasetOptions): Promise<MotionDataset> {
  check(options);
  const { trainPerClass, testPerClass, size, seed, ffmpegPath, signal, onProgress } = options;
  const manifest = {
    drawingVersion: motionDrawingVersion,
    seed,
    size,
    framesPerSecond: motionFramesPerSecond,
    classes: motionClasses,
    trainPerClass,
    testPerClass,
  };
  const text = JSON.stringify(manifest, null, 2) + "\n";
  const version = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const root = join(options.folder, "motion", version);
  const dataset = { trainFolder: join(root, "train"), testFolder: join(root, "test") };
  const videos = listVideos(trainPerClass, testPerClass);
  const report = (done: number) => onProgress?.({ done, total: videos.length });
  if (await exists(join(root, "manifest.json"))) {
    report(videos.length);
    return dataset;
  }

  for (const split of motionSplits) {
    for (const name of motionClasses) await mkdir(join(root, split, name), { recursive: true });
  }
  let next = 0;
  let done = 0;
  // One worker's failure stops the others before the failure is reported.
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const work = async () => {
    for (let video = videos[next++]; video !== undefined; video = videos[next++]) {
      stop.throwIfAborted();
      const path = join(root, video.split, video.className, fileName(video.index));
      if (!await exists(path)) {
        const frames = drawMotionVideo({ ...video, seed, size });
        const encoding = {
          frames,
          width: size,
          height: size,
          framesPerSecond: motionFramesPerSecond,
          ffmpegPath,
          signal: stop,
        };
        await writeDurably(path, (temporary) => encodeVideo({ ...encoding, path: temporary }));
      }
      report(++done);
    }
  };
  const workers = Array.from(
    { length: options.concurrency },
    () =>
      work().catch((error) => {
        failed.abort(error);
        throw error;
      }),
  );
  const outcomes = await Promise.allSettled(workers);
  signal?.throwIfAborted();
  if (outcomes.some((outcome) => outcome.status === "rejected")) throw failed.signal.reason;
  for (const split of motionSplits) {
    for (const name of motionClasses) await syncFolder(join(root, split, name));
    await syncFolder(join(root, split));
  }
  await writeDurably(join(root, "manifest.json"), (temporary) => writeFile(temporary, text));
  await syncFolder(root);
  return dataset;
}

interface MotionVideo {
  readonly split: MotionSplit;
  readonly className: MotionClass;
  readonly index: number;
}

function listVideos(trainPerClass: number, testPerClass: number): readonly MotionVideo[] {
  const counts = { train: trainPerClass, test: testPerClass };
  return motionSplits.flatMap((split) =>
    motionClasses.flatMap((className) =>
      Array.from({ length: counts[split] }, (_, index) => ({ split, className, index }))
    )
  );
}

function fileName(index: number): string {
  return `${String(index).padStart(3, "0")}.mp4`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function check(options: MakeMotionDatasetOptions): void {
  for (const name of ["trainPerClass", "testPerClass", "size", "concurrency"] as const) {
    const value = options[name];
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot make the dataset as '${name}' must be a positive integer: current value is ${value}`,
      );
    }
  }
  if (options.size % 2 !== 0) {
    throw new RangeError(
      `Cannot make the dataset as 'size' must be even: current value is ${options.size}`,
    );
  }
}
