import { endingSignal } from "./_ending_signal.ts";
import type { FfmpegOutcome } from "./_diagnose.ts";
import { lastImageNumber, withoutHeartbeats } from "./_heartbeat.ts";
import { KeptText } from "./_kept_text.ts";
import { settledWithin } from "./_settled_within.ts";
import { SilenceWatch } from "./_silence_watch.ts";
import { startProgram } from "./_start_program.ts";
import type { StartedProcess } from "./started_process.ts";
import { watchedInput } from "./_watched_input.ts";

/** How long ffmpeg may be silent while it is waited for, in seconds, if nothing else is said. */
const DEFAULT_SILENCE_SEC = 60;

/** Enough of stderr for a long description of streams, and for why ffmpeg ended. */
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

/** How long a pipe may stay open behind the process that it belongs to: another one may hold it. */
const PIPE_MILLISECONDS = 1000;

/** How long a killed process may take to end: one that waits for a lost disk does not. */
const KILL_MILLISECONDS = 5000;

/** How an {@linkcode FfmpegProcess} runs. */
export interface FfmpegProcessOptions {
  /** What ffmpeg reads at `pipe:0`; if omitted, its stdin is empty. */
  readonly input?: ReadableStream<Uint8Array> | undefined;
  /**
   * Whether what comes on stdout is what is asked for, and so shows that ffmpeg works; if not, as
   * for `-progress`, which some versions write whatever happens, only stderr shows it.
   *
   * @default true
   */
  readonly stdoutShowsWork?: boolean | undefined;
  /** @default DEFAULT_SILENCE_SEC */
  readonly silenceSec?: number | undefined;
  /** Makes the error for a silence. */
  readonly silenceError: (what: string, stderr: string) => Error;
  readonly signal?: AbortSignal | undefined;
  /** Called with the process. Must not throw. */
  readonly onStart?: ((process: StartedProcess) => void) | undefined;
}

/** How a process ended. */
export interface ProcessOutcome extends FfmpegOutcome {
  /** Name of the signal that ended it; null if it ended by itself. */
  readonly endedBy: string | null;
}

/**
 * One running ffmpeg whose stdout is pulled. Nothing is read ahead: while nobody calls `fill`, the
 * pipe fills up (64 KiB on Linux) and ffmpeg waits.
 *
 * Silence has a limit, which counts only while we wait for ffmpeg, and ffmpeg not for us: each part
 * of a `fill` must have all its bytes within it, unless stderr shows that images are decoded.
 *
 * Owns the child process. `close()` kills it and settles when it has ended, at most a few seconds
 * later; so does an abort. When this process dies, ffmpeg ends at its next write, to a pipe that
 * nobody reads.
 *
 * Its stdin is empty, so that `-nostdin` is needless: to look that name up among all options of all
 * codecs takes ffmpeg 0.3 ms, as does every option that begins with "no".
 *
 * It stays in our process group, so Ctrl-C in a terminal stops it as well: `end()` then reports our
 * own reason. (A process group of its own would cost a fork of this process for each start, and
 * steps took five times as long while videos were decoded.)
 */
export class FfmpegProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #kill: () => void;
  readonly #options: FfmpegProcessOptions;
  readonly #stdout: ReadableStreamBYOBReader;
  readonly #stderr: ReadableStreamDefaultReader<Uint8Array>;
  readonly #stderrText = new KeptText(KEPT_STDERR_LENGTH);
  readonly #watch: SilenceWatch;
  readonly #outcome: Promise<ProcessOutcome>;
  readonly #firstOutput = Promise.withResolvers<void>();
  readonly #givenUp = Promise.withResolvers<void>();
  readonly #feeding = new AbortController();
  #lastImage: string | undefined;
  #closing: Promise<void> | undefined;
  /** Why this side ended it, if not by the signal. */
  #failure: { readonly error: unknown } | undefined;
  /** Bytes of the present part of a `fill` so far. */
  #partFilled = 0;

  /**
   * Starts ffmpeg.
   *
   * @throws {unknown} If the signal is aborted already: its reason.
   */
  constructor(ffmpegPath: string, args: readonly string[], options: FfmpegProcessOptions) {
    const { input, silenceSec = DEFAULT_SILENCE_SEC, signal } = options;
    signal?.throwIfAborted();
    this.#options = options;
    const stdin = input === undefined ? "null" : "piped";
    const { child, kill } = startProgram(ffmpegPath, args, stdin);
    options.onStart?.(child);
    this.#child = child;
    this.#kill = kill;
    this.#watch = new SilenceWatch(silenceSec, () => this.#endSilence(silenceSec));
    if (input !== undefined) this.#feed(input);
    this.#stdout = child.stdout.getReader({ mode: "byob" });
    this.#stderr = child.stderr.getReader();
    this.#outcome = this.#findOutcome();
    // The outcome is awaited by close() or end(); a rejection before that must not be "unhandled".
    this.#outcome.catch(() => {});
    signal?.addEventListener("abort", this.#abort);
  }

  /**
   * Reads until `length` bytes are there or stdout ends; returns what it got (fewer bytes only at
   * the end).
   *
   * @param partBytes Of how many bytes each part has the whole limit for itself.
   * @throws {Error} If a part takes longer than the limit.
   * @throws {unknown} If the input fails: its error.
   * @throws {unknown} If the signal is aborted: its reason, when the process has ended.
   */
  async fill(length: number, partBytes = length): Promise<Uint8Array> {
    this.#partFilled = 0;
    this.#hearOutput();
    this.#watch.startWaiting();
    try {
      return await this.#fill(length, partBytes);
    } finally {
      this.#watch.stopWaiting();
    }
  }

  #hearOutput(): void {
    if (this.#options.stdoutShowsWork !== false) this.#watch.hear();
  }

  async #fill(length: number, partBytes: number): Promise<Uint8Array> {
    let view = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = await this.#stdout.read(view.subarray(filled));
      this.#firstOutput.resolve();
      if (this.#isStopped) await this.#throwReason();
      // Closed by someone else in the middle of a read: the buffer does not come back.
      if (chunk.value === undefined) return new Uint8Array(0);
      // A byte reader hands the buffer over and back: the old view is detached.
      view = new Uint8Array(chunk.value.buffer, 0, length);
      if (chunk.done) break;
      filled += chunk.value.byteLength;
      this.#partFilled += chunk.value.byteLength;
      if (this.#partFilled < partBytes) continue;
      this.#partFilled %= partBytes;
      this.#hearOutput();
    }
    return view.subarray(0, filled);
  }

  /**
   * Waits for ffmpeg to end by itself. Call it after stdout has ended.
   *
   * @throws {Error} If that takes longer than the limit.
   * @throws {unknown} If the input fails: its error.
   * @throws {unknown} If the signal is aborted: its reason, when the process has ended.
   */
  async end(): Promise<ProcessOutcome> {
    this.#partFilled = 0;
    this.#watch.hear();
    this.#watch.startWaiting();
    const outcome = await Promise.race([this.#outcome, this.#givenUp.promise]);
    this.#watch.stopWaiting();
    // Ctrl-C reached this process too: its own listeners decide what it means for the work. What
    // ffmpeg says then is no reason: stopped while it opens a file, it ends like at a broken one.
    if (outcome?.exitCode !== 0) await waitForSignals();
    if (this.#isStopped) await this.#throwReason();
    await this.close();
    if (outcome === undefined) throw new Error("Cannot wait for ffmpeg as it was closed");
    return outcome;
  }

  /**
   * Kills ffmpeg if it runs and waits until it has ended, for a few seconds. May be called again.
   */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #shutDown(): Promise<void> {
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#watch[Symbol.dispose]();
    this.#kill();
    this.#feeding.abort();
    // Also ends a read under way.
    await this.#stdout.cancel();
    if (await settledWithin(this.#outcome, PIPE_MILLISECONDS + KILL_MILLISECONDS)) return;
    this.#child.unref();
    this.#givenUp.resolve();
    await this.#stderr.cancel();
  }

  /** Whether our side ended it, and why is known. */
  get #isStopped(): boolean {
    return this.#failure !== undefined || this.#options.signal?.aborted === true;
  }

  async #throwReason(): Promise<never> {
    await this.close();
    this.#options.signal?.throwIfAborted();
    throw this.#failure?.error;
  }

  readonly #abort = (): void => {
    this.close().catch(() => {});
  };

  #endSilence(silenceSec: number): void {
    const isSilent = this.#partFilled === 0 || this.#options.stdoutShowsWork === false;
    const what = isSilent
      ? `was silent for ${silenceSec} s`
      : `gave only ${this.#partFilled} bytes in ${silenceSec} s`;
    this.#fail(this.#options.silenceError(what, this.#stderrText.toString()));
  }

  #fail(error: unknown): void {
    if (this.#isStopped || this.#closing !== undefined) return;
    this.#failure = { error };
    this.#abort();
  }

  /** Gives ffmpeg its input as fast as it takes it. */
  #feed(input: ReadableStream<Uint8Array>): void {
    // ffmpeg may end before its input: its exit status says why, the broken pipe does not.
    watchedInput(input, { watch: this.#watch, onError: (error) => this.#fail(error) })
      .pipeTo(this.#child.stdin, { signal: this.#feeding.signal })
      .catch(() => {});
  }

  async #findOutcome(): Promise<ProcessOutcome> {
    const ending = this.#child.status.finally(this.#firstOutput.resolve);
    await this.#waitBeforeStderr();
    const reading = this.#readStderr();
    const { code: exitCode, signal } = await ending;
    if (!await settledWithin(reading, PIPE_MILLISECONDS)) await this.#stderr.cancel();
    await reading;
    const text = this.#stderrText.toString();
    const lastImage = lastImageNumber(text);
    const stderr = withoutHeartbeats(text);
    return { exitCode, stderr, lastImage, endedBy: endingSignal({ exitCode, signal, stderr }) };
  }

  async #waitBeforeStderr(): Promise<void> {
    const timer = setTimeout(this.#firstOutput.resolve, STDERR_DELAY_MILLISECONDS);
    await this.#firstOutput.promise;
    clearTimeout(timer);
  }

  async #readStderr(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#stderr.read();
      if (done) return;
      const image = lastImageNumber(this.#stderrText.add(value));
      if (image === undefined || image === this.#lastImage) continue;
      this.#lastImage = image;
      this.#watch.hear();
    }
  }
}

async function waitForSignals(): Promise<void> {
  for (let time = 0; time < SIGNAL_WAIT.times; time++) {
    await new Promise((resolve) => setTimeout(resolve, SIGNAL_WAIT.milliseconds));
  }
}
