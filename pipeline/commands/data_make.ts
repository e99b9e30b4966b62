import { locateFfmpeg, makeMotionDataset } from "../../datasets/mod.ts";
import { loadConfig, type Override } from "../config/config.ts";
import { tryOutput } from "../files/try_output.ts";
import { homePath } from "../terminal/home_folder.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task data make`. */
export interface DataMakeCommandOptions {
  /** Folder for the videos; the one that training looks in if omitted. */
  readonly folder?: string | undefined;
  /** Fields set on the command line; only those of `data.motion` matter. */
  readonly overrides: readonly Override[];
}

/** Makes the built-in videos, prints their folders and returns the exit code. */
export async function dataMakeCommand(
  { folder = homePath("data"), overrides }: DataMakeCommandOptions,
): Promise<number> {
  const { config } = await loadConfig("motion_small", overrides);
  await tryOutput(folder, "folder");
  const first = "Stopping. Finished videos are kept; run the same command again to continue.";
  return await withProgress({ first }, async (work) => {
    const { signal, progress } = work;
    const { path: ffmpegPath } = await locateFfmpeg({ signal });
    const { trainFolder, testFolder } = await makeMotionDataset({
      ...config.data.motion,
      folder,
      ffmpegPath,
      concurrency: navigator.hardwareConcurrency,
      signal,
      onProgress: ({ done, total }) => progress.show(`video ${done}/${total}`),
    });
    progress.end();
    console.log(`Training videos: ${trainFolder}`);
    console.log(`Test videos: ${testFolder}`);
    return 0;
  });
}
