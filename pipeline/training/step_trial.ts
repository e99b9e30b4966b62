import type { Learner } from "../../operators/mod.ts";
import { disposeTree, tensorsOf, type TensorTree, tf, withTensors } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method } from "../methods/method.ts";
import { median } from "../numbers/median.ts";
import { sum } from "../numbers/sum.ts";
import type { CompiledPhase } from "./compile_phases.ts";
import { stepForm } from "./step_form.ts";

/** What a {@linkcode StepTrial} works with. */
export interface StepTrialOptions {
  readonly config: Config;
  /** The method of the run. */
  readonly method: Method;
  /**
   * Returns what is advanced by the steps: not what is trained. Called once, before the first step;
   * it must outlive the trial.
   */
  readonly learner: () => Learner;
  readonly signal: AbortSignal;
}

/** Seconds of a step of a phase, by the first step of the phase. */
export type StepSeconds = ReadonlyMap<number, number>;

/** Takes steps on black clips, without any video, one at a time, to find out how long they take. */
export class StepTrial implements AsyncDisposable {
  readonly #options: StepTrialOptions;
  readonly #warmed = new Set<CompiledPhase>();
  #learner: Learner | undefined;
  /** The steps that were asked for. */
  #steps: Promise<void> = Promise.resolve();

  constructor(options: StepTrialOptions) {
    this.#options = options;
  }

  /**
   * Takes the first step of a phase, in which TensorFlow prepares the function, once those before it
   * have ended. Nobody need wait for it: if it fails, {@linkcode measure} does.
   */
  warm(phase: CompiledPhase): void {
    if (this.#warmed.has(phase)) return;
    this.#warmed.add(phase);
    this.#steps = this.#steps.then(() => this.#takeStep(phase));
    this.#steps.catch(() => {});
  }

  /**
   * Returns the median time of a step of each phase; phases that are not warm are warmed before.
   *
   * @param seconds Steps of a phase are taken until so many have passed; at least one.
   * @throws {unknown} If the signal is aborted: its reason.
   */
  async measure(phases: readonly CompiledPhase[], seconds = 0): Promise<StepSeconds> {
    for (const phase of phases) this.warm(phase);
    await this.#steps;
    const measured = new Map<number, number>();
    for (const phase of phases) {
      const taken: number[] = [];
      while (taken.length === 0 || sum(taken) < seconds) {
        const startedAt = performance.now();
        await this.#takeStep(phase);
        taken.push((performance.now() - startedAt) / 1000);
      }
      measured.set(phase.from, median(taken));
    }
    return measured;
  }

  /** Waits until no step is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.#steps]);
  }

  async #takeStep({ order, compute }: CompiledPhase): Promise<void> {
    const { config, method, signal } = this.#options;
    signal.throwIfAborted();
    this.#learner ??= this.#options.learner();
    // The step as a whole, which is computed in parts if it is configured so.
    const whole = { ...config, schedule: { ...config.schedule, accumulate: 1 } };
    const { state, ...metrics } = await this.#learner.use(async (state) => {
      const { batch, schedule } = stepForm(whole, { state, order, method });
      const values = withZeros({ batch, schedule });
      try {
        return await compute({ state, ...values });
      } finally {
        disposeTree(values);
      }
    });
    this.#learner.advance(state);
    disposeTree(metrics as TensorTree);
  }
}

/** Returns tensors of the same form, with values. */
function withZeros<Tree extends TensorTree>(form: Tree): Tree {
  return withTensors(form, tensorsOf(form).map(({ shape, dtype }) => tf.zeros(shape, dtype)));
}
