import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { startTensorFlow } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findFfmpeg } from "./find_ffmpeg.ts";
import { WindowLoader } from "./window_loader.ts";

/**
 * Starts what training, evaluation, prediction and the contact sheet need: ffmpeg, then TensorFlow.
 * Either may be downloaded on first use, so call this after everything that can fail without them.
 *
 * @returns The loader that decodes the videos' windows.
 * @throws {ProvisionError} If this machine cannot run TensorFlow, or TensorFlow cannot be
 * downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function startWork(config: Config, options: WorkOptions): Promise<WindowLoader> {
  requireMachine(thisMachine());
  const notify = (line: string) => options.progress.note(line);
  const ffmpeg = await findFfmpeg(options);
  await startTensorFlow({ device: config.device, notify });
  return new WindowLoader(config, { ffmpegPath: ffmpeg.path, notify });
}
