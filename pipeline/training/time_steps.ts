import type { Learner } from "../../operators/mod.ts";
import { disposeTree, tensorsOf, type TensorTree, tf, withTensors } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method } from "../methods/method.ts";
import { median } from "../numbers/median.ts";
import { sum } from "../numbers/sum.ts";
import type { CompiledPhase } from "./compile_phases.ts";
import { stepForm } from "./step_form.ts";

/** Options of {@linkcode timeSteps}. */
export interface TimeStepsOptions {
  readonly config: Config;
  /** The method of the run. */
  readonly method: Method;
  /** Is advanced by the steps: not the one that is trained. */
  readonly learner: Learner;
  readonly signal: AbortSignal;
  /**
   * Steps of a phase are taken until this many seconds have passed; at least one.
   *
   * @default 0
   */
  readonly seconds?: number;
}

/** Seconds of a step of a phase, by the first step of the phase. */
export type StepSeconds = ReadonlyMap<number, number>;

/**
 * Measures how long a step of each phase takes, without any video: takes steps on black clips, after
 * one in which TensorFlow prepares the function, and returns their median.
 *
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function timeSteps(
  phases: readonly CompiledPhase[],
  options: TimeStepsOptions,
): Promise<StepSeconds> {
  const seconds = new Map<number, number>();
  for (const phase of phases) {
    await takeStep(phase, options);
    const taken: number[] = [];
    while (taken.length === 0 || sum(taken) < (options.seconds ?? 0)) {
      const startedAt = performance.now();
      await takeStep(phase, options);
      taken.push((performance.now() - startedAt) / 1000);
    }
    seconds.set(phase.from, median(taken));
  }
  return seconds;
}

async function takeStep(
  { order, compute }: CompiledPhase,
  { config, method, learner, signal }: TimeStepsOptions,
): Promise<void> {
  signal.throwIfAborted();
  // The step as a whole, which is computed in parts if it is configured so.
  const whole = { ...config, schedule: { ...config.schedule, accumulate: 1 } };
  const { state, ...metrics } = await learner.use(async (state) => {
    const { batch, schedule } = stepForm(whole, { state, order, method });
    const values = withZeros({ batch, schedule });
    try {
      return await compute({ state, ...values });
    } finally {
      disposeTree(values);
    }
  });
  learner.advance(state);
  disposeTree(metrics as TensorTree);
}

/** Returns tensors of the same form, with values. */
function withZeros<Tree extends TensorTree>(form: Tree): Tree {
  return withTensors(form, tensorsOf(form).map(({ shape, dtype }) => tf.zeros(shape, dtype)));
}
