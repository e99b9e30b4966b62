import type { FfmpegOutcome } from "./_diagnose.ts";

/**
 * How much of the start and of the end of ffmpeg's stderr is kept, in UTF-16 units: enough for a
 * long description of streams, and for why it ended. A broken file can make ffmpeg write lines
 * without end.
 */
const KEPT_STDERR_LENGTH = 65536;

/**
 * How long to wait until a signal that stopped ffmpeg has reached our own listeners as well, and how
 * often: after a long task of ours, timers may come before signals.
 */
const SIGNAL_WAIT = { milliseconds: 50, times: 2 };

/**
 * How long stderr is left unread if stdout gives nothing: a description of a file comes in some
 * sixty pieces, and each would wake us up.
 */
const STDERR_DELAY_MILLISECONDS = 20;

/**
 * One running ffmpeg whose stdout is pulled. Nothing is read ahead: while nobody calls `fill`, the
 * pipe fills up (64 KiB on Linux) and ffmpeg waits.
 *
 * Owns the child process. `close()` kills it and settles when it has ended; so does an abort. When
 * this process dies, ffmpeg ends at its next write, to a pipe that nobody reads.
 *
 * Its stdin is empty, so that `-nostdin` is needless: to look that name up among all options of all
 * codecs takes ffmpeg 0.3 ms, as does every option that begins with "no".
 *
 * It stays in our process group, so Ctrl-C in a terminal stops it as well: `end()` then blames no
 * video. (A process group of its own would cost a fork of this process for each start, and steps
 * took five times as long while videos were decoded.)
 */
export class FfmpegProcess {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamBYOBReader;
  readonly #outcome: Promise<FfmpegOutcome>;
  readonly #signal: AbortSignal | undefined;
  readonly #firstOutput = Promise.withResolvers<void>();
  readonly #feeding = new AbortController();
  #ended = false;

  /**
   * Starts ffmpeg.
   *
   * @param input What ffmpeg reads at `pipe:0`; if omitted, its stdin is empty.
   * @throws {unknown} If the signal is aborted already: its reason.
   */
  constructor(
    ffmpegPath: string,
    args: readonly string[],
    signal?: AbortSignal,
    input?: ReadableStream<Uint8Array>,
  ) {
    signal?.throwIfAborted();
    this.#signal = signal;
    this.#child = spawn(ffmpegPath, args, input === undefined ? "null" : "piped");
    if (input !== undefined) this.#feed(input);
    this.#reader = this.#child.stdout.getReader({ mode: "byob" });
    this.#outcome = this.#watch();
    // The outcome is awaited by close() or end(); a rejection before that must not be "unhandled".
    this.#outcome.catch(() => {});
    signal?.addEventListener("abort", this.#kill);
  }

  /**
   * Reads until `length` bytes are there or stdout ends; returns what it got (fewer bytes only at
   * the end).
   *
   * @throws {unknown} If the signal is aborted: its reason, when the process has ended.
   */
  async fill(length: number): Promise<Uint8Array> {
    let view = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = await this.#reader.read(view.subarray(filled));
      this.#firstOutput.resolve();
      await this.#throwIfAborted();
      // Closed by someone else in the middle of a read: the buffer does not come back.
      if (chunk.value === undefined) return new Uint8Array(0);
      // A byte reader hands the buffer over and back: the old view is detached.
      view = new Uint8Array(chunk.value.buffer, 0, length);
      if (chunk.done) break;
      filled += chunk.value.byteLength;
    }
    return view.subarray(0, filled);
  }

  /**
   * Waits for ffmpeg to end by itself. Call it after stdout has ended.
   *
   * @throws {Error} If it was stopped by a signal that is not ours.
   */
  async end(): Promise<FfmpegOutcome> {
    const outcome = await this.#outcome;
    // Ctrl-C reached this process too: its own listeners decide what it means for the work. What
    // ffmpeg says then is no reason: stopped while it opens a file, it ends like at a broken one.
    if (outcome.exitCode !== 0) await waitForSignals();
    await this.#throwIfAborted();
    if (isStopped(outcome)) {
      throw new Error("Cannot decode further as ffmpeg was stopped by a signal");
    }
    await this.close();
    return outcome;
  }

  /** Kills ffmpeg if it runs and waits until it has ended. May be called again. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#kill);
    this.#kill();
    this.#feeding.abort();
    await this.#reader.cancel();
    await this.#outcome;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Gives ffmpeg its input as fast as it takes it. */
  #feed(input: ReadableStream<Uint8Array>): void {
    // ffmpeg may end before its input: its exit status says why, the broken pipe does not.
    input.pipeTo(this.#child.stdin, { signal: this.#feeding.signal }).catch(() => {});
  }

  async #throwIfAborted(): Promise<void> {
    if (this.#signal?.aborted !== true) return;
    await this.close();
    this.#signal.throwIfAborted();
  }

  readonly #kill = (): void => {
    if (this.#ended) return;
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // It ended by itself a moment ago, and its status is still on the way to us.
      if (!(error instanceof TypeError)) throw error;
    }
  };

  async #watch(): Promise<FfmpegOutcome> {
    const ending = this.#child.status.finally(() => {
      this.#ended = true;
      this.#firstOutput.resolve();
    });
    await this.#waitBeforeStderr();
    const [stderr, status] = await Promise.all([readEnds(this.#child.stderr), ending]);
    return { exitCode: status.code, stderr };
  }

  async #waitBeforeStderr(): Promise<void> {
    const timer = setTimeout(this.#firstOutput.resolve, STDERR_DELAY_MILLISECONDS);
    await this.#firstOutput.promise;
    clearTimeout(timer);
  }
}

/**
 * Whether a signal ended ffmpeg. On its first ones it cleans up and exits with 255, and what it
 * writes then is no reason ("Error marking filters as finished", or nothing). Of the errors of its
 * own only "Operation not permitted" (-1) has that status.
 */
function isStopped({ exitCode, stderr }: FfmpegOutcome): boolean {
  if ([130, 143].includes(exitCode)) return true;
  return exitCode === 255 && !stderr.includes("Operation not permitted");
}

async function waitForSignals(): Promise<void> {
  for (let time = 0; time < SIGNAL_WAIT.times; time++) {
    await new Promise((resolve) => setTimeout(resolve, SIGNAL_WAIT.milliseconds));
  }
}

function spawn(
  ffmpegPath: string,
  args: readonly string[],
  stdin: "null" | "piped",
): Deno.ChildProcess {
  try {
    return new Deno.Command(ffmpegPath, {
      args: [...args],
      stdin,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    // Not a DecodeError: the video is not to blame, and any other would fail too.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot start ffmpeg at '${ffmpegPath}': ${reason}`, { cause });
  }
}

/** Reads a stream of text and returns its start and its end. */
async function readEnds(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let head = "";
  let tail = "";
  for await (const chunk of stream) {
    const text = decoder.decode(chunk, { stream: true });
    const room = KEPT_STDERR_LENGTH - head.length;
    head += text.slice(0, room);
    tail = (tail + text.slice(room)).slice(-KEPT_STDERR_LENGTH);
  }
  return head + tail;
}
