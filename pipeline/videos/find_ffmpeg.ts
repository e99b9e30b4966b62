import { type Ffmpeg, locateFfmpeg } from "../../datasets/mod.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Longer than a look for a program lasts, so that what is told is a download. */
const PATIENCE_MILLISECONDS = 1500;

/**
 * Finds ffmpeg, and tells the user where that takes long: the first search on a machine may fetch it.
 *
 * @throws {FfmpegError} where there is none.
 */
export async function findFfmpeg({ progress }: Pick<WorkOptions, "progress">): Promise<Ffmpeg> {
  return await notifyIfSlow(
    locateFfmpeg(),
    () => progress.note("looking for ffmpeg; the first time on a machine it may be fetched"),
    PATIENCE_MILLISECONDS,
  );
}

/** Waits for work, and calls back once where it lasts longer than so many milliseconds. */
export async function notifyIfSlow<Value>(
  work: Promise<Value>,
  notify: () => void,
  milliseconds: number,
): Promise<Value> {
  const timer = setTimeout(notify, milliseconds);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
