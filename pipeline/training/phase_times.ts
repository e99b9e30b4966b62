import type { RemainingTime } from "../terminal/step_progress.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";

/** The time of steps by phase: their number and their seconds. */
interface MeasuredTime {
  steps: number;
  seconds: number;
}

/**
 * Measures how long the steps of each phase take, and estimates the remaining time. The first step
 * of a phase does not count, as TensorFlow prepares the function in it.
 */
export class PhaseTimes {
  readonly #phases: readonly PhaseOrder[];
  readonly #measured = new Map<PhaseOrder, MeasuredTime>();

  /** @param phases The phases of the run, one after the other. */
  constructor(phases: readonly PhaseOrder[]) {
    this.#phases = phases;
  }

  /**
   * Adds a step.
   *
   * @param step The step, counted from 0.
   * @param seconds All the time since the step before, pauses included.
   */
  add(step: number, seconds: number): void {
    const phase = phaseOf(step, this.#phases);
    const measured = this.#measured.get(phase);
    if (measured === undefined) {
      this.#measured.set(phase, { steps: 0, seconds: 0 });
      return;
    }
    measured.steps++;
    measured.seconds += seconds;
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
      const measured = this.#measured.get(phase);
      if (measured === undefined || measured.steps === 0) unmeasuredSteps += steps;
      else seconds += steps * measured.seconds / measured.steps;
    }
    return { seconds, unmeasuredSteps };
  }
}
