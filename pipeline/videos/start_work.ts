import type { Config } from "../config/config.ts";
import { openFrameFile } from "./open_frame_file.ts";
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
 * @returns The loader that decodes the videos' windows, to be disposed.
 * @throws {ProvisionError} If this machine cannot run TensorFlow, or TensorFlow cannot be
 * downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function startWork(config: Config, options: StartWorkOptions): Promise<WindowLoader> {
  const { processes } = options;
  const note = (line: string) => options.progress.note(line);
  using stack = new DisposableStack();
  const disk = stack.use(await openFrameFile(config.data, { processes, notify: note }));
  const { path: ffmpegPath } = await startPrograms(config, options);
  const loader = new WindowLoader(config, {
    ffmpegPath,
    disk,
    notify: options.notify ?? note,
    gone: options.gone,
    processes,
  });
  stack.move();
  return loader;
}
