import type { FfmpegOutcome } from "./_diagnose.ts";
import { FfmpegProcess } from "./_ffmpeg_process.ts";

/** How a run of ffmpeg ended, with all that it wrote on stdout. */
export interface FfmpegOutput extends FfmpegOutcome {
  readonly stdout: Uint8Array;
}

/** Bytes read at a time: the size of a pipe on Linux. */
const CHUNK_BYTES = 65536;

/**
 * Runs ffmpeg to its end and returns all of stdout with the outcome.
 *
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function runFfmpeg(
  ffmpegPath: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<FfmpegOutput> {
  await using process = new FfmpegProcess(ffmpegPath, args, signal);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    const chunk = await process.fill(CHUNK_BYTES);
    chunks.push(new Uint8Array(chunk));
    if (chunk.byteLength < CHUNK_BYTES) break;
  }
  const outcome = await process.end();
  return { ...outcome, stdout: await new Blob(chunks).bytes() };
}

/**
 * Runs ffmpeg to its end and returns all of stdout as text with the outcome.
 *
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function runFfmpegForText(
  ffmpegPath: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<FfmpegOutcome & { readonly text: string }> {
  const { stdout, ...outcome } = await runFfmpeg(ffmpegPath, args, signal);
  return { ...outcome, text: new TextDecoder().decode(stdout) };
}
