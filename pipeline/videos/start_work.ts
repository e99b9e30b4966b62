import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { startPrograms } from "./start_programs.ts";
import { WindowLoader } from "./window_loader.ts";

/**
 * Starts what training, evaluation and the contact sheet need, as {@linkcode startPrograms} does.
 *
 * @returns The loader that decodes the videos' windows.
 * @throws {ProvisionError} If this machine cannot run TensorFlow, or TensorFlow cannot be
 * downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function startWork(config: Config, options: WorkOptions): Promise<WindowLoader> {
  const { path: ffmpegPath } = await startPrograms(config, options);
  return new WindowLoader(config, { ffmpegPath, notify: (line) => options.progress.note(line) });
}
