import { join } from "node:path";
import {
  locateFfmpeg,
  makeMotionDataset,
  type Manifest,
  readManifest,
} from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { homePath } from "../terminal/home_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Options of {@linkcode findVideos}. */
export interface FindVideosOptions extends WorkOptions {
  /**
   * Whether all labeled videos become test videos, without any division.
   *
   * @default false
   */
  readonly whole?: boolean | undefined;
  /**
   * Whether only the test videos are wanted, which nobody is trained beside.
   *
   * @default false
   */
  readonly testOnly?: boolean | undefined;
}

/**
 * Finds the videos that a configuration names, and makes the built-in ones on their first use.
 * Other videos are found without ffmpeg, so that a wrong path is reported at once.
 *
 * @throws {ManifestError} If something is wrong with the data.
 */
export async function findVideos(
  { data }: Pick<Config, "data">,
  { whole = false, testOnly = false, ...options }: FindVideosOptions,
): Promise<Manifest> {
  const manifest = data.source === "motion"
    ? await motionManifest(data.motion, { whole, ...options })
    : await readManifest(data.source, {
      testShare: data.holdOutShare,
      missingShare: data.missingShare,
      split: data.split,
      testList: data.testList,
      unlabeled: data.unlabeled,
      layout: data.layout,
      presentClassesOnly: data.presentClassesOnly,
      whole,
      testOnly,
    });
  for (const note of manifest.notes) options.progress.note(note);
  return manifest;
}

/** Makes the built-in data set unless it was made earlier. */
async function motionManifest(
  motion: Config["data"]["motion"],
  { whole, ...options }: Omit<FindVideosOptions, "testOnly">,
): Promise<Manifest> {
  const { path: ffmpegPath } = await locateFfmpeg({ signal: options.signal });
  const { progress, signal } = options;
  const { trainFolder } = await makeMotionDataset({
    ...motion,
    folder: homePath("data"),
    ffmpegPath,
    signal,
    concurrency: navigator.hardwareConcurrency,
    onProgress: ({ done, total }) => progress.show(`making videos ${done}/${total}`),
  });
  progress.clear();
  return await readManifest(join(trainFolder, ".."), { whole });
}
