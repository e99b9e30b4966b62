import { join } from "node:path";
import {
  chooseLabeled,
  divideLabeled,
  hashSplit,
  makeMotionDataset,
  type Manifest,
  ManifestError,
  readManifest,
  type VideoEntry,
} from "../../datasets/mod.ts";
import type { VideoSource } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findFfmpeg } from "./find_ffmpeg.ts";

/** Videos to score a run's models with. */
export interface TestSet {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  readonly test: readonly (VideoSource & { readonly label: number })[];
}

/** The videos of a run. */
export interface VideoSet extends TestSet {
  readonly labeled: readonly VideoSource[];
  /** Those among them whose label is known carry it, for metrics only. */
  readonly unlabeled: readonly VideoSource[];
  /** Tells one choice of labeled and unlabeled videos from another. */
  readonly hash: string;
  /** What the run's folder keeps about the division. */
  readonly record: SplitRecord;
}

/** Which videos a run trains and is tested on, in short. */
export interface SplitRecord {
  /** The published split; null where the configuration's seed chose the labels. */
  readonly split: string | null;
  /** How many videos each part has. */
  readonly labeled: number;
  readonly unlabeled: number;
  readonly test: number;
  /** What {@linkcode hashSplit} says about the three parts. */
  readonly sha256: string;
  /** What lists name that has no file. */
  readonly missing: readonly string[];
}

/** Folder, in the working directory, that the built-in data set is made in. */
export const MOTION_FOLDER = "data";

/**
 * Finds the videos that a configuration names, making the built-in ones at their first use. No ffmpeg is
 * looked for to find others, so that what is wrong with a path is told at once.
 *
 * @throws {ManifestError} with what is wrong with the data.
 */
export async function findVideos({ data }: Config, options: WorkOptions): Promise<Manifest> {
  const manifest = data.source === "motion"
    ? await motionManifest(data.motion, options)
    : await readManifest(data.source, {
      testShare: data.holdOutShare,
      missingShare: data.missingShare,
      ...data.split === undefined ? {} : { split: data.split },
      ...data.testList === undefined ? {} : { testList: data.testList },
    });
  for (const note of manifest.notes) options.progress.note(note);
  return manifest;
}

/**
 * Divides the training videos into those whose labels count and the others.
 *
 * @throws {TooFewLabelsError} where a class has fewer labels than the configuration asks for.
 */
export function divideVideos(config: Config, manifest: Manifest): VideoSet {
  const { classes, missing } = manifest;
  const { labeled, unlabeled, hiddenLabels, hash } = labeledSplit(config, manifest);
  const test = manifest.test.filter(hasLabel);
  const record = {
    split: config.data.split ?? null,
    labeled: labeled.length,
    unlabeled: unlabeled.length,
    test: test.length,
    sha256: hashSplit({ labeled, unlabeled, test }),
    missing,
  };
  return {
    classes,
    labeled,
    test,
    hash,
    record,
    unlabeled: unlabeled.map((video) => ({
      ...video,
      label: hiddenLabels.get(video.id) ?? null,
    })),
  };
}

function labeledSplit({ data, seed }: Config, { classes, train, labeled }: Manifest) {
  const { labelsPerClass } = data;
  if (labelsPerClass !== undefined) return chooseLabeled(train, { classes, seed, labelsPerClass });
  return divideLabeled(train, labeled ?? new Set(train.map(({ id }) => id)));
}

/** Makes the built-in data set in {@linkcode MOTION_FOLDER}, or finds it made already. */
async function motionManifest(
  motion: Config["data"]["motion"],
  options: WorkOptions,
): Promise<Manifest> {
  const { path: ffmpegPath } = await findFfmpeg(options);
  const { progress, signal } = options;
  const { trainFolder } = await makeMotionDataset({
    ...motion,
    folder: MOTION_FOLDER,
    ffmpegPath,
    signal,
    concurrency: navigator.hardwareConcurrency,
    onProgress: ({ done, total }) => progress.show(`making videos ${done}/${total}`),
  });
  return await readManifest(join(trainFolder, ".."), {});
}

export function hasLabel(video: VideoEntry): video is VideoEntry & { readonly label: number } {
  return video.label !== null;
}
