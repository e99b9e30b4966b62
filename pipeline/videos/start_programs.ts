import { type Ffmpeg, locateFfmpeg } from "../../datasets/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { startTensorFlow } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Options of {@linkcode startPrograms}. */
export interface StartProgramsOptions extends WorkOptions {
  /**
   * Number of threads that compute.
   *
   * @default as many as there are processors
   */
  readonly threads?: number | undefined;
  /**
   * Number of threads that one op may use.
   *
   * @default threads
   */
  readonly threadsPerOp?: number | undefined;
}

/**
 * Starts what all work on videos needs: ffmpeg, then TensorFlow. Either may be downloaded on first
 * use, so call this after everything that can fail without them.
 *
 * @throws {ProvisionError} If this machine cannot run TensorFlow, or TensorFlow cannot be
 * downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 * @throws {unknown} If the signal is aborted while something is downloaded: its reason.
 */
export async function startPrograms(
  config: Config,
  options: StartProgramsOptions,
): Promise<Ffmpeg> {
  requireMachine(thisMachine());
  const { signal, progress, threads, threadsPerOp } = options;
  const ffmpeg = await locateFfmpeg({ signal });
  const notify = (line: string) => progress.note(line);
  await startTensorFlow({ device: config.device, threads, threadsPerOp, notify, signal });
  return ffmpeg;
}
