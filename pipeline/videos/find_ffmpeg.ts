import { type Ffmpeg, locateFfmpeg } from "../../datasets/mod.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { notifyIfSlow } from "./notify_if_slow.ts";

/** Long enough that the message appears only when something is being downloaded. */
const PATIENCE_MILLISECONDS = 1500;

/**
 * Finds ffmpeg, and informs the user if that takes long: the first search on a machine may download
 * it.
 *
 * @throws {FfmpegError} If there is none.
 */
export async function findFfmpeg({ progress }: Pick<WorkOptions, "progress">): Promise<Ffmpeg> {
  const notify = () =>
    progress.note("looking for ffmpeg; the first time on a machine it may be downloaded");
  return await notifyIfSlow(locateFfmpeg(), notify, { milliseconds: PATIENCE_MILLISECONDS });
}
