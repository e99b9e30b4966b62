/** Options of {@linkcode feedFfmpeg}. */
export interface FeedFfmpegOptions {
  /** The ffmpeg program to run. */
  readonly ffmpegPath: string;
  /** What ffmpeg reads at `pipe:0`, one part after the other. */
  readonly input: readonly Uint8Array[];
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs ffmpeg on bytes that it reads from its standard input, to files that its arguments name.
 *
 * @throws {Error} If ffmpeg cannot be started or fails; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function feedFfmpeg(
  args: readonly string[],
  { ffmpegPath, input, signal }: FeedFfmpegOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const ffmpeg = new Deno.Command(ffmpegPath, {
    args: [...args],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    // In a process group of its own: Ctrl-C in a terminal reaches a whole group, but only `signal`
    // may stop this file. When this process ends, ffmpeg ends with its input.
    detached: true,
  }).spawn();
  const stop = () => kill(ffmpeg);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const [{ code, stderr }] = await Promise.all([
      ffmpeg.output(),
      // ffmpeg closes its input early when it fails; its exit status says why, the broken pipe does
      // not.
      ReadableStream.from(input).pipeTo(ffmpeg.stdin).catch(() => {}),
    ]);
    signal?.throwIfAborted();
    if (code === 0) return;
    throw new Error(`ffmpeg ended with status ${code}: ${new TextDecoder().decode(stderr).trim()}`);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    // It ended by itself a moment ago.
    if (!(error instanceof TypeError)) throw error;
  }
}
