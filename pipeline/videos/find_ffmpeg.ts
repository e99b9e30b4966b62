import { type Ffmpeg, locateFfmpeg } from "../../datasets/mod.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { notifyIfSlow } from "./notify_if_slow.ts";

/** Long enough that the message appears only when something is being downloaded. */
const PATIENCE_MILLISECONDS = 1500;

/**
 * Finds ffmpeg, and shows a note if that takes long: on first use it may be downloaded.
 *
 * @throws {FfmpegError} If there is none.
 */
export async function findFfmpeg({ progress }: Pick<WorkOptions, "progress">): Promise<Ffmpeg> {
  const notify = () => progress.note("Looking for ffmpeg; on first use it may be downloaded");
  return await notifyIfSlow(locateFfmpeg(), notify, { milliseconds: PATIENCE_MILLISECONDS });
}
