import type { RemainingTime } from "../terminal/step_progress.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";
import type { StepSeconds } from "./time_steps.ts";

/** The time of steps of one kind: their number and their seconds. */
interface MeasuredTime {
  steps: number;
  seconds: number;
}

/**
 * Measures how long the steps of each phase take, and estimates the remaining time. The first step
 * of a phase does not count, as TensorFlow prepares the function in it. Phases with the same number
 * of clips a step are of one kind: those of a method that uses labels alone.
 */
export class PhaseTimes {
  readonly #phases: readonly PhaseOrder[];
  readonly #started = new Set<PhaseOrder>();
  /** By the unlabeled clips for each labeled one. */
  readonly #measured = new Map<number, MeasuredTime>();
  #expected: StepSeconds = new Map();

  /** @param phases The phases of the run, one after the other. */
  constructor(phases: readonly PhaseOrder[]) {
    this.#phases = phases;
  }

  /** Takes the time of a step of each kind until such a step has been measured. */
  expect(seconds: StepSeconds): void {
    this.#expected = seconds;
  }

  /**
   * Adds a step.
   *
   * @param step The step, counted from 0.
   * @param seconds All the time since the step before, pauses included.
   */
  add(step: number, seconds: number): void {
    const phase = phaseOf(step, this.#phases);
    if (!this.#started.has(phase)) {
      this.#started.add(phase);
      return;
    }
    const { ratio } = phase.order;
    const measured = this.#measured.get(ratio) ?? { steps: 0, seconds: 0 };
    measured.steps++;
    measured.seconds += seconds;
    this.#measured.set(ratio, measured);
  }

  /**
   * Estimates the time of the remaining steps.
   *
   * @param done Number of steps done.
   */
  remaining(done: number): RemainingTime {
    let seconds = 0;
    let unmeasuredSteps = 0;
    for (const phase of this.#phases) {
      const steps = Math.max(0, phase.to - Math.max(done, phase.from));
      const stepSeconds = this.#secondsOf(phase);
      if (stepSeconds === undefined) unmeasuredSteps += steps;
      else seconds += steps * stepSeconds;
    }
    return { seconds, unmeasuredSteps };
  }

  #secondsOf({ order: { ratio } }: PhaseOrder): number | undefined {
    const measured = this.#measured.get(ratio);
    return measured === undefined ? this.#expected.get(ratio) : measured.seconds / measured.steps;
  }
}
