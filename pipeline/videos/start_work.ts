import type { Config } from "../config/config.ts";
import { startPrograms, type StartProgramsOptions } from "./start_programs.ts";
import { WindowLoader, type WindowLoaderOptions } from "./window_loader.ts";

/** Options of {@linkcode startWork}. */
export interface StartWorkOptions
  extends StartProgramsOptions, Pick<WindowLoaderOptions, "gone" | "processes"> {
  /**
   * Called with lines for people about videos.
   *
   * @default progress.note
   */
  readonly notify?: WindowLoaderOptions["notify"] | undefined;
}

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
    notify: options.notify ?? ((line) => options.progress.note(line)),
    gone: options.gone,
    processes: options.processes,
  });
}
