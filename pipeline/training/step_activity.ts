import { sum } from "../numbers/sum.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import { clipsPerStep } from "./clips_per_step.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";
import type { StepClock } from "./step_clock.ts";

/** What {@linkcode StepActivity} looks at. */
export interface StepActivityOptions {
  readonly clock: StepClock;
  /** The phases of the run, one after the other. */
  readonly phases: readonly PhaseOrder[];
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Returns the number of steps done. */
  readonly steps: () => number;
  /** Returns the number of clips that were decoded in their turn, from the first step on. */
  readonly decoded: () => number;
  /** Whether a pause may be one for hooks. */
  readonly hasHooks: boolean;
}

/** Describes what a training is doing in the step under way. */
export class StepActivity {
  readonly #options: StepActivityOptions;
  readonly #firstStep: number;

  /** Starts before any clip of the next step is decoded. */
  constructor(options: StepActivityOptions) {
    this.#options = options;
    this.#firstStep = options.steps();
  }

  /** Returns one line: "step 1/200: decoding, 12 of 24 clips (0:07)". */
  describe(): string {
    const { clock, totalSteps, steps, hasHooks } = this.#options;
    const { activity, seconds } = clock.current;
    const step = Math.min(steps() + 1, totalSteps);
    const work = {
      data: () => this.#describeDecoding(),
      device: () => this.#isFirstOfPhase() ? "preparing and computing" : "computing",
      peers: () => "waiting for other workers",
      pause: () =>
        hasHooks ? "writing a checkpoint, or waiting for a hook" : "writing a checkpoint",
    };
    return `step ${step}/${totalSteps}: ${work[activity]()} (${formatDuration(seconds)})`;
  }

  #describeDecoding(): string {
    const { steps, decoded } = this.#options;
    const step = steps();
    const needed = this.#clipsOf(step);
    const ready = Math.min(needed, Math.max(0, decoded() - this.#clipsBefore(step)));
    return `decoding, ${ready} of ${needed} clips`;
  }

  #isFirstOfPhase(): boolean {
    const step = this.#options.steps();
    return step === this.#firstStep || step === phaseOf(step, this.#options.phases).from;
  }

  /** Clips of the steps before one, from the first step of this process on. */
  #clipsBefore(step: number): number {
    return sum(this.#options.phases.map(({ from, to, order }) => {
      const steps = Math.min(to, step) - Math.max(from, this.#firstStep);
      return Math.max(0, steps) * clipsPerStep(order);
    }));
  }

  #clipsOf(step: number): number {
    return clipsPerStep(phaseOf(step, this.#options.phases).order);
  }
}
