import { locateFfmpeg, makeMotionDataset } from "../../datasets/mod.ts";
import { loadConfig, type Override } from "../config/config.ts";
import { withProgress } from "./with_progress.ts";

/** What `data make` was asked to do. */
export interface DataMakeRequest {
  /** Folder that gets the videos. */
  readonly folder: string;
  /** Fields set on the command line; `data.motion` is looked at. */
  readonly overrides: readonly Override[];
}

/** ffmpeg processes at a time. */
const CONCURRENCY = navigator.hardwareConcurrency;

/** Makes the built-in videos, prints where they are and returns the exit code. */
export async function dataMakeCommand(request: DataMakeRequest): Promise<number> {
  const { config } = await loadConfig("motion_small", request.overrides);
  const stopping = "Stopping; finished videos stay, and the same command goes on with the rest.";
  return await withProgress(stopping, async ({ signal, progress }) => {
    const { trainFolder, testFolder } = await makeMotionDataset({
      ...config.data.motion,
      folder: request.folder,
      ffmpegPath: (await locateFfmpeg()).path,
      concurrency: CONCURRENCY,
      signal,
      onProgress: ({ done, total }) => progress.show(`video ${done}/${total}`),
    });
    progress.end();
    console.log(`training videos in ${trainFolder}\ntest videos in ${testFolder}`);
    return 0;
  });
}
