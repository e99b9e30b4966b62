import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { startPrograms } from "./start_programs.ts";
import { WindowLoader, type WindowLoaderOptions } from "./window_loader.ts";

/** Options of {@linkcode startWork}. */
export interface StartWorkOptions extends WorkOptions, Pick<WindowLoaderOptions, "gone"> {}

/**
 * Starts what training, evaluation and the contact sheet need, as {@linkcode startPrograms} does.
 *
 * @returns The loader that decodes the videos' windows.
 * @throws {ProvisionError} If this machine cannot run TensorFlow, or TensorFlow cannot be
 * downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function startWork(config: Config, options: StartWorkOptions): Promise<WindowLoader> {
  const { path: ffmpegPath } = await startPrograms(config, options);
  return new WindowLoader(config, {
    ffmpegPath,
    notify: (line) => options.progress.note(line),
    gone: options.gone,
  });
}
