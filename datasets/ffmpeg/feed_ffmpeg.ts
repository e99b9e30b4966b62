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
 * Runs ffmpeg on bytes that it reads from its standard input, to files that its arguments name.
 *
 * @throws {Error} If ffmpeg cannot be started, is silent, or fails; the message ends with what it
 * printed.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function feedFfmpeg(
  args: readonly string[],
  { input, ...options }: FeedFfmpegOptions,
): Promise<void> {
  const openInput = () => ReadableStream.from(chunksOf(input));
  const { exitCode, stderr } = await runFfmpeg({ ...options, args, openInput });
  if (exitCode === 0) return;
  throw new Error(`ffmpeg ended with status ${exitCode}: ${stderr.trim()}`);
}

function* chunksOf(parts: readonly Uint8Array[]): Iterable<Uint8Array> {
  for (const part of parts) {
    for (let start = 0; start < part.byteLength; start += CHUNK_BYTES) {
      yield part.subarray(start, start + CHUNK_BYTES);
    }
  }
}
