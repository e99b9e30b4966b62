import { runFfmpeg } from "./_run_ffmpeg.ts";

/** Options of {@linkcode feedFfmpeg}. */
export interface FeedFfmpegOptions {
  /** The ffmpeg program to run. */
  readonly ffmpegPath: string;
  /** What ffmpeg reads at `pipe:0`, one part after the other. */
  readonly input: readonly Uint8Array[];
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that ffmpeg is given at a time: that it takes them shows that it works. */
const CHUNK_BYTES = 2 ** 20;

/**
 * Runs ffmpeg on bytes that it reads from its standard input.
 *
 * @returns What it wrote on its standard output: nothing if its arguments name files.
 * @throws {Error} If ffmpeg cannot be started, is silent, or fails; the message ends with what it
 * printed.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function feedFfmpeg(
  args: readonly string[],
  { input, ...options }: FeedFfmpegOptions,
): Promise<Uint8Array> {
  const openInput = () => ReadableStream.from(chunksOf(input));
  const { exitCode, stderr, stdout } = await runFfmpeg({ ...options, args, openInput });
  if (exitCode === 0) return stdout;
  throw new Error(`ffmpeg ended with status ${exitCode}: ${stderr.trim()}`);
}

function* chunksOf(parts: readonly Uint8Array[]): Iterable<Uint8Array> {
  for (const part of parts) {
    for (let start = 0; start < part.byteLength; start += CHUNK_BYTES) {
      yield part.subarray(start, start + CHUNK_BYTES);
    }
  }
}
