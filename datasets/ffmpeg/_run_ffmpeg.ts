import type { FfmpegOutcome } from "./_diagnose.ts";
import { FfmpegRun, type FfmpegRunOptions } from "./_ffmpeg_run.ts";

/** How a run of ffmpeg ended, with all that it wrote on stdout. */
export interface FfmpegOutput extends FfmpegOutcome {
  readonly stdout: Uint8Array;
}

/** Options of {@linkcode runFfmpeg}. */
export interface RunFfmpegOptions extends FfmpegRunOptions {
  /**
   * Most MiB of stdout: a list of packets has sixty bytes for each.
   *
   * @default 128
   */
  readonly maxMebibytes?: number | undefined;
}

/** Bytes read at a time: the size of a pipe on Linux. */
const CHUNK_BYTES = 65536;

const MAX_MEBIBYTES = 128;

/**
 * Runs ffmpeg to its end and returns all of stdout with the outcome.
 *
 * @throws {DecodeError} If ffmpeg writes too much, is silent for too long or crashes, at its video.
 * @throws {Error} If it does so without a video, or signals from outside end it again and again.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function runFfmpeg(options: RunFfmpegOptions): Promise<FfmpegOutput> {
  const { maxMebibytes = MAX_MEBIBYTES } = options;
  await using run = new FfmpegRun(options);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = await run.fill(CHUNK_BYTES);
    bytes += chunk.byteLength;
    if (bytes > maxMebibytes * 2 ** 20) throw run.error(`wrote more than ${maxMebibytes} MiB`);
    chunks.push(new Uint8Array(chunk));
    if (chunk.byteLength < CHUNK_BYTES) break;
  }
  return { ...run.outcome, stdout: await new Blob(chunks).bytes() };
}

/**
 * Runs ffmpeg to its end and returns all of stdout as text with the outcome.
 *
 * @throws {DecodeError} If ffmpeg writes too much, is silent for too long or crashes, at its video.
 * @throws {Error} If it does so without a video, or signals from outside end it again and again.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function runFfmpegForText(
  options: RunFfmpegOptions,
): Promise<FfmpegOutcome & { readonly text: string }> {
  const { stdout, ...outcome } = await runFfmpeg(options);
  return { ...outcome, text: new TextDecoder().decode(stdout) };
}
