import type { RunCosts } from "../run/results.ts";
import type { MetricsLine } from "../run/metrics_line.ts";
import { StepClock } from "./step_clock.ts";

/** What a run has cost, as a line of `metrics.jsonl` has it. */
interface TotalCosts {
  /** Seconds of all its parts. */
  readonly seconds: number;
  /** Seconds of the steps on the device. */
  readonly deviceSeconds: number;
  /** Seconds in which the device waited for data. */
  readonly dataSeconds: number;
  /** Maximum resident memory of a process, in bytes. */
  readonly peakResidentBytes: number;
  /** Whether videos were decoded again for each clip, for lack of room. */
  readonly lackedRoom: boolean;
}

const NOTHING: TotalCosts = {
  seconds: 0,
  deviceSeconds: 0,
  dataSeconds: 0,
  peakResidentBytes: 0,
  lackedRoom: false,
};

function totalOf(
  { seconds, deviceSeconds = 0, dataSeconds = 0, peakResidentBytes = 0, lackedRoom = false }:
    MetricsLine,
): TotalCosts {
  return {
    seconds: typeof seconds === "number" ? seconds : 0,
    deviceSeconds,
    dataSeconds,
    peakResidentBytes,
    lackedRoom,
  };
}

/**
 * Measures what a run costs, over all its parts: what it had cost at the checkpoint from which it
 * was resumed, and since then. Steps that are taken again after a crash count once.
 */
export class RunMeter {
  /** Measures where the time goes. */
  readonly clock = new StepClock();
  readonly #before: TotalCosts;
  readonly #startedAt: number;
  #peakResidentBytes: number;
  #lackedRoom: boolean;

  /**
   * Continues after earlier parts of the run.
   *
   * @param lines The metrics of the earlier parts; their last line about costs counts.
   * @param startedAt When this part was started, by `performance.now`.
   */
  constructor(lines: readonly MetricsLine[], startedAt: number) {
    const costs = lines.findLast(({ kind }) => kind === "costs");
    this.#before = costs === undefined ? NOTHING : totalOf(costs);
    this.#startedAt = startedAt;
    this.#peakResidentBytes = this.#before.peakResidentBytes;
    this.#lackedRoom = this.#before.lackedRoom;
  }

  /** Looks at the memory that the process uses now. */
  measureMemory(): void {
    this.#peakResidentBytes = Math.max(this.#peakResidentBytes, Deno.memoryUsage().rss);
  }

  /** Notes whether the videos of the steps lack room, so that they are decoded again. */
  noteRoom({ lacksRoom }: { readonly lacksRoom: boolean }): void {
    this.#lackedRoom ||= lacksRoom;
  }

  /** What the run has cost so far, to be continued from. */
  get total(): TotalCosts {
    this.measureMemory();
    const { device, data } = this.clock.total;
    return {
      seconds: this.#before.seconds + (performance.now() - this.#startedAt) / 1000,
      deviceSeconds: this.#before.deviceSeconds + device,
      dataSeconds: this.#before.dataSeconds + data,
      peakResidentBytes: this.#peakResidentBytes,
      lackedRoom: this.#lackedRoom,
    };
  }

  /** What the run has cost so far, as its results have it. */
  get costs(): RunCosts {
    const { deviceSeconds, dataSeconds, ...costs } = this.total;
    const busy = deviceSeconds + dataSeconds;
    return { ...costs, waitingShare: busy > 0 ? dataSeconds / busy : 0 };
  }
}
