import type { Credits } from "../../operators/mod.ts";
import type { StreamBalance, StreamState } from "../run/stream_state.ts";
import { LiveFile, type LiveFileOptions } from "./_live_file.ts";
import type { ClipGauge } from "./clip_gauge.ts";
import type { StepClock } from "./step_clock.ts";

/** What {@linkcode LiveStream} looks at. */
export interface LiveStreamOptions extends LiveFileOptions {
  readonly clock: StepClock;
  readonly gauge: ClipGauge;
  readonly credits: Pick<Credits, "capacity" | "inFlight">;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Returns the number of steps done. */
  readonly steps: () => number;
  /** Returns the share of the last steps' time that they waited for data; undefined before any. */
  readonly waitingShare: () => number | undefined;
  /**
   * Milliseconds between two states.
   *
   * @default 1000
   */
  readonly everyMilliseconds?: number | undefined;
}

/**
 * Writes what the stream of a training is doing into `live/stream.json`: once a second, also when
 * nothing moves, so that a reader sees what it waits for. Dispose it at the end of the stream, for
 * the last state.
 */
export class LiveStream implements AsyncDisposable {
  readonly #options: LiveStreamOptions;
  readonly #file: LiveFile;
  readonly #timer: ReturnType<typeof setInterval>;
  #writing: Promise<void> | undefined;

  /** Starts with the present state. */
  constructor(path: string, options: LiveStreamOptions) {
    this.#options = options;
    this.#file = new LiveFile(path, options);
    this.#timer = setInterval(() => this.#write(), options.everyMilliseconds ?? 1000);
    // A training that ends does not wait for it.
    Deno.unrefTimer(this.#timer);
    this.#write();
  }

  /** A disk that is slower than the timer gets fewer states. */
  #write(): void {
    this.#writing ??= this.#file.write(() => streamState(this.#options)).finally(() => {
      this.#writing = undefined;
    });
  }

  /** Writes the last state. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#file.write(() => streamState(this.#options));
  }
}

function streamState(options: LiveStreamOptions): StreamState {
  const { clock, gauge, credits, totalSteps, stepsPerEpoch } = options;
  const { activity, seconds } = clock.current;
  const step = options.steps();
  return {
    version: 1,
    time: new Date().toISOString(),
    process: Deno.pid,
    step,
    totalSteps,
    epoch: Math.floor(Math.min(step, totalSteps - 1) / stepsPerEpoch),
    activity,
    activitySeconds: seconds,
    credits: { capacity: credits.capacity, inFlight: credits.inFlight },
    clips: gauge.clips,
    total: gauge.total,
    balance: balanceOf(options.waitingShare()),
    residentBytes: Deno.memoryUsage().rss,
  };
}

/** Share of the time waiting for data from which on decoding limits the speed. */
const MUCH_WAITING = 0.3;

/** Share up to which the device does. */
const LITTLE_WAITING = 0.1;

function balanceOf(waitingShare: number | undefined): StreamBalance | null {
  if (waitingShare === undefined) return null;
  if (waitingShare >= MUCH_WAITING) return "decode-bound";
  return waitingShare <= LITTLE_WAITING ? "device-bound" : "balanced";
}
