import type { RemainingTime } from "../terminal/step_progress.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";
import type { StepSeconds } from "./step_trial.ts";

/** The time of the steps of a phase: their number and their seconds. */
interface MeasuredTime {
  steps: number;
  seconds: number;
}

/**
 * Measures how long the steps of each phase take, and estimates the remaining time. The first step
 * of a phase does not count, as TensorFlow prepares the function in it. Until a phase has a time of
 * its own, its steps are taken to be as long as those of another one with as many clips.
 */
export class PhaseTimes {
  readonly #phases: readonly PhaseOrder[];
  readonly #started = new Set<PhaseOrder>();
  readonly #measured = new Map<PhaseOrder, MeasuredTime>();
  #expected: StepSeconds = new Map();

  /** @param phases The phases of the run, one after the other. */
  constructor(phases: readonly PhaseOrder[]) {
    this.#phases = phases;
  }

  /** Takes the time of a step of some phases until one of them has been measured. */
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
    const measured = this.#measured.get(phase) ?? { steps: 0, seconds: 0 };
    measured.steps++;
    measured.seconds += seconds;
    this.#measured.set(phase, measured);
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

  #secondsOf(phase: PhaseOrder): number | undefined {
    const { ratio } = phase.order;
    const alike = this.#phases.filter(({ order }) => order.ratio === ratio);
    return [phase, ...alike].map((candidate) => this.#ownSecondsOf(candidate))
      .find((seconds) => seconds !== undefined);
  }

  #ownSecondsOf(phase: PhaseOrder): number | undefined {
    const measured = this.#measured.get(phase);
    return measured === undefined
      ? this.#expected.get(phase.from)
      : measured.seconds / measured.steps;
  }
}
