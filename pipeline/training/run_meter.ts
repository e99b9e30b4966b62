import type { RunCosts } from "../run/results.ts";
import type { MetricsLine } from "../run/metrics_line.ts";
import { resultsCosts } from "../run/results_costs.ts";
import { type TotalCosts, totalCosts } from "../run/total_costs.ts";
import { StepClock } from "./step_clock.ts";

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
    this.#before = totalCosts(lines);
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
    return resultsCosts(this.total);
  }
}
