import { join } from "node:path";
import {
  chooseLabelled,
  makeMotionDataset,
  type Manifest,
  readManifest,
  type VideoEntry,
} from "../datasets/mod.ts";
import type { VideoSource } from "../operators/mod.ts";
import type { Config } from "./config.ts";
import type { WorkOptions } from "./entry_points.ts";

/** The videos of a run. */
export interface VideoSet {
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  readonly labelled: readonly VideoSource[];
  /** Those among them whose label is known carry it, for metrics only. */
  readonly unlabelled: readonly VideoSource[];
  readonly test: readonly (VideoSource & { readonly label: number })[];
  /** Tells one choice of labelled and unlabelled videos from another. */
  readonly hash: string;
}

/** Folder, in the working directory, that the built-in data set is made in. */
export const MOTION_FOLDER = "data";

/**
 * Finds the videos that a configuration names, making the built-in ones at their first use, and chooses
 * those whose labels count.
 *
 * @throws {ManifestError} and {TooFewLabelsError} with what is wrong with the data.
 */
export async function prepareVideos(
  { data, seed }: Config,
  ffmpegPath: string,
  options: WorkOptions,
): Promise<VideoSet> {
  const manifest = data.source === "motion"
    ? await motionManifest(data.motion, ffmpegPath, options)
    : await readManifest(data.source, {
      testShare: data.holdOutShare,
      ...data.testList === undefined ? {} : { testList: data.testList },
    });
  for (const note of manifest.notes) options.progress.note(note);
  const { classes, train } = manifest;
  const { labelsPerClass } = data;
  const { labelled, unlabelled, hiddenLabels, hash } = chooseLabelled(train, {
    ...{ classes, labelsPerClass, seed },
  });
  return {
    ...{ classes, labelled, hash },
    unlabelled: unlabelled.map((video) => ({
      ...video,
      label: hiddenLabels.get(video.id) ?? null,
    })),
    test: manifest.test.filter(hasLabel),
  };
}

/** Makes the built-in data set in {@linkcode MOTION_FOLDER}, or finds it made already. */
export async function motionManifest(
  motion: Config["data"]["motion"],
  ffmpegPath: string,
  { progress, signal }: WorkOptions,
): Promise<Manifest> {
  const { trainFolder } = await makeMotionDataset({
    ...motion,
    ...{ folder: MOTION_FOLDER, ffmpegPath, signal },
    concurrency: navigator.hardwareConcurrency,
    onProgress: ({ done, total }) => progress.show(`making videos ${done}/${total}`),
  });
  return await readManifest(join(trainFolder, ".."), {});
}

function hasLabel(video: VideoEntry): video is VideoEntry & { readonly label: number } {
  return video.label !== null;
}
