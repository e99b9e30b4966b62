import type { FfmpegOutcome } from "./_diagnose.ts";
import { areCrashes, describeCrash, describeStop } from "./_ending_signal.ts";
import { FfmpegProcess, type ProcessOutcome } from "./_ffmpeg_process.ts";
import { DecodeError } from "./decode_error.ts";
import type { StartedProcess } from "./started_process.ts";

/** How often ffmpeg is started at most, if signals end it. */
const STARTS = 3;

/** Bytes that are read at a time of what is known already: the size of a pipe on Linux. */
const CHUNK_BYTES = 65536;

/** What is known of how ffmpeg ended. */
type FfmpegEnding = Pick<DecodeError, "exitCode" | "stderr">;

const UNKNOWN_ENDING: FfmpegEnding = { exitCode: null, stderr: "" };

/** Limits and the end of work that ffmpeg does. */
export interface FfmpegWork {
  /**
   * How long ffmpeg may be silent while it is waited for, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Ends ffmpeg. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with each process of ffmpeg that was started. Must not throw.
   *
   * @default nothing is done with it
   */
  readonly onStart?: ((process: StartedProcess) => void) | undefined;
}

/** What an {@linkcode FfmpegRun} runs, and how. */
export interface FfmpegRunOptions extends FfmpegWork {
  readonly ffmpegPath: string;
  readonly args: readonly string[];
  /** The video that it reads, for errors; if omitted, whatever goes wrong is ffmpeg's own fault. */
  readonly video?: string | undefined;
  /** Opens what ffmpeg reads at `pipe:0`; if omitted, its stdin is empty. */
  readonly openInput?: (() => ReadableStream<Uint8Array>) | undefined;
  /**
   * Whether what it reads comes once, as from a camera.
   *
   * @default false
   */
  readonly isLive?: boolean | undefined;
  /**
   * Whether stdout has what is asked for, the same each time; if not, it has reports of progress.
   *
   * @default true
   */
  readonly givesData?: boolean | undefined;
}

/**
 * A run of ffmpeg whose stdout is pulled, with its errors. Where a signal ends ffmpeg, that says
 * nothing about the video: it is started again, twice, and what it gave before is skipped, so that
 * the reader notices nothing.
 *
 * Owns a process until it is closed.
 */
export class FfmpegRun implements AsyncDisposable {
  readonly #options: FfmpegRunOptions;
  /** The signals that ended the earlier processes. */
  readonly #signals: string[] = [];
  #process: FfmpegProcess;
  #outcome: FfmpegOutcome | undefined;
  #isClosed = false;
  /** Bytes that the reader has. */
  #given = 0;
  /** Bytes of the present process that the reader has from an earlier one. */
  #toSkip = 0;

  /**
   * Starts ffmpeg.
   *
   * @throws {Error} If it cannot be started.
   * @throws {unknown} If the signal is aborted already: its reason.
   */
  constructor(options: FfmpegRunOptions) {
    this.#options = options;
    this.#process = this.#start();
  }

  /**
   * How ffmpeg ended.
   *
   * @throws {Error} If it has not: it has when `fill()` returned fewer bytes than it was asked for.
   */
  get outcome(): FfmpegOutcome {
    if (this.#outcome !== undefined) return this.#outcome;
    throw new Error("Cannot say how ffmpeg ended as it must be read to its end: it was not");
  }

  /**
   * Reads until `length` bytes are there or ffmpeg has ended; returns what it got.
   *
   * @param partBytes Of how many bytes each part has the whole limit of silence for itself.
   * @throws {DecodeError} If ffmpeg is silent for too long or crashes, at its video.
   * @throws {Error} If it does so without a video, or signals from outside end it again and again.
   * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
   */
  async fill(length: number, partBytes = length): Promise<Uint8Array> {
    while (this.#outcome === undefined && !this.#isClosed) {
      const wanted = this.#toSkip > 0 ? Math.min(this.#toSkip, CHUNK_BYTES) : length;
      const bytes = await this.#process.fill(wanted, partBytes);
      const isWhole = bytes.byteLength === wanted;
      if (isWhole && this.#toSkip > 0) {
        this.#toSkip -= wanted;
      } else if (isWhole || await this.#hasEnded()) {
        this.#given += bytes.byteLength;
        return bytes;
      }
    }
    return new Uint8Array(0);
  }

  /**
   * Returns the error of ffmpeg at its video, or its own.
   *
   * @param what What it did: "was silent for 60 s".
   */
  error(what: string, { exitCode, stderr }: FfmpegEnding = UNKNOWN_ENDING): Error {
    const { ffmpegPath, video } = this.#options;
    if (video !== undefined) {
      return new DecodeError(`ffmpeg ${what}`, { path: video, exitCode, stderr });
    }
    const cause = new Error(`it ${what}`);
    return new Error(`Cannot use ffmpeg at '${ffmpegPath}' as it must work: it ${what}`, { cause });
  }

  /** Kills ffmpeg if it runs and waits until it has ended. May be called again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#process.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Waits for the process; returns false if it was stopped, and another one was started. */
  async #hasEnded(): Promise<boolean> {
    if (this.#isClosed) return true;
    const { endedBy, ...outcome } = await this.#process.end();
    if (endedBy !== null) {
      this.#startAgain({ ...outcome, endedBy });
      return false;
    }
    if (this.#toSkip > 0) throw this.error("gave less than when it was started before", outcome);
    this.#outcome = outcome;
    return true;
  }

  #startAgain(outcome: ProcessOutcome & { readonly endedBy: string }): void {
    this.#signals.push(outcome.endedBy);
    const { isLive = false, givesData = true } = this.#options;
    if (isLive || this.#signals.length >= STARTS) throw this.#signalError(outcome);
    if (this.#isClosed) return;
    this.#process = this.#start();
    this.#toSkip = givesData ? this.#given : 0;
  }

  #start(): FfmpegProcess {
    const { ffmpegPath, args, openInput, givesData, silenceSec, signal, onStart } = this.#options;
    return new FfmpegProcess(ffmpegPath, args, {
      input: openInput?.(),
      stdoutShowsWork: givesData,
      silenceSec,
      silenceError: (what, stderr) => this.error(what, { exitCode: null, stderr }),
      signal,
      onStart,
    });
  }

  #signalError(outcome: FfmpegOutcome): Error {
    const signals = this.#signals;
    if (areCrashes(signals)) return this.error(describeCrash(signals), outcome);
    const { ffmpegPath, video } = this.#options;
    const work = video === undefined ? `use ffmpeg at '${ffmpegPath}'` : `decode '${video}'`;
    return new Error(`Cannot ${work} as ffmpeg must not be stopped: ${describeStop(signals)}`);
  }
}
