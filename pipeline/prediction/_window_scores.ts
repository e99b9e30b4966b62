import { Moments, type Scored } from "./_moments.ts";
import { type SegmentRule, Segments } from "./_segments.ts";
import type { LookingPlan } from "./looking_plan.ts";
import type { Segment } from "./prediction.ts";

/** A moment whose answer is final. */
export interface FinalMoment {
  readonly moment: Segment;
  /** Whether its class is another than that of the moment before. */
  readonly isNew: boolean;
}

/** What the windows of one video say, as they come; keeps segments, not windows. */
export class WindowScores {
  readonly #plan: LookingPlan;
  readonly #moments = new Moments();
  readonly #segments: Segments;
  #sum: Float64Array;
  #windows = 0;

  /** Starts without windows. */
  constructor(plan: LookingPlan, rule: SegmentRule) {
    this.#plan = plan;
    this.#segments = new Segments(rule);
    this.#sum = new Float64Array(rule.classes.length);
  }

  /** Windows so far. */
  get windows(): number {
    return this.#windows;
  }

  /** Segments so far. */
  get segments(): readonly Segment[] {
    return this.#segments.all;
  }

  /** Mean of the windows so far, `[classes]`. */
  get probabilities(): Float32Array {
    return Float32Array.from(this.#sum, (sum) => sum / this.#windows);
  }

  /** Adds the next window and returns the moments that are final by it. */
  add(startFrame: number, probabilities: Float32Array): FinalMoment[] {
    this.#windows++;
    this.#sum = this.#sum.map((sum, label) => sum + probabilities[label]!);
    const to = startFrame + this.#plan.frameCount;
    return this.#merge(this.#moments.add({ from: startFrame, to, probabilities }));
  }

  /**
   * Returns the moments that are left.
   *
   * @param end Where the video ends, in frames; need not be a whole number of them.
   */
  finish(end: number): FinalMoment[] {
    return this.#merge(this.#moments.finish(end));
  }

  #merge(moments: readonly Scored[]): FinalMoment[] {
    return moments.map((moment) => this.#segments.add(moment));
  }
}
