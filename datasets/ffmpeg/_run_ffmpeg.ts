import type { FfmpegOutcome } from "./_diagnose.ts";
import { FfmpegProcess } from "./_ffmpeg_process.ts";

/** How a run of ffmpeg ended, with all that it wrote on stdout. */
export interface FfmpegOutput extends FfmpegOutcome {
  readonly stdout: string;
}

/** Bytes read at a time: the size of a pipe on Linux. */
const CHUNK_BYTES = 65536;

/**
 * Runs ffmpeg to its end and returns all of stdout as text with the outcome.
 *
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function runFfmpeg(
  ffmpegPath: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<FfmpegOutput> {
  await using process = new FfmpegProcess(ffmpegPath, args, signal);
  const decoder = new TextDecoder();
  let stdout = "";
  for (;;) {
    const chunk = await process.fill(CHUNK_BYTES);
    stdout += decoder.decode(chunk, { stream: true });
    if (chunk.byteLength < CHUNK_BYTES) break;
  }
  return { ...await process.end(), stdout };
}

/** Returns the last time, in seconds, that ffmpeg wrote for `-progress`; 0 if it wrote none. */
export function lastProgressTime(progress: string): number {
  const times = [...progress.matchAll(/^out_time=(\d+):(\d\d):(\d\d\.\d+)/gm)];
  const [, hours = 0, minutes = 0, seconds = 0] = times.at(-1) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
