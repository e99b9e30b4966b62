import { Learner } from "../../operators/mod.ts";
import {
  disposeTree,
  fastestPrecision,
  memoryRoom,
  tensorsOf,
  type TensorTree,
  tf,
  withTensors,
} from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { countParameters } from "../method/count_parameters.ts";
import { createNetworks } from "../method/create_networks.ts";
import { sum } from "../numbers/sum.ts";
import { type CompiledPhase, compilePhases } from "./compile_phases.ts";
import { createOptimizers } from "./create_optimizers.ts";
import { initialState } from "./initial_state.ts";
import { planPhases } from "./plan_phases.ts";
import type { TrainingPlan } from "./plan_training.ts";
import { stepForm } from "./step_form.ts";

/** Time and memory of a run's steps. */
export interface MeasuredSteps {
  /** Number of steps of the run. */
  readonly steps: number;
  /** Seconds of all steps of the run, waiting for data and evaluation not included. */
  readonly seconds: number;
  /** Bytes of what the largest step computes: a low estimate of what the run takes. */
  readonly peakBytes: number;
  /** Whether there is room for that. If not, no step was taken, and `seconds` is NaN. */
  readonly fits: boolean;
  /** Number of parameters of all networks. */
  readonly parameters: number;
}

/** What is measured: the parts of a plan that decide how long a step takes. */
export type MeasuredPlan =
  & Pick<TrainingPlan, "method" | "order" | "totalSteps">
  & { readonly classes: number };

/** Steps of each phase that are timed; the one before them prepares the function. */
const TIMED_STEPS = 2;

/**
 * Measures how long a run's steps take and how much memory, without any video: takes a few steps of
 * each phase on black clips. The device must be started.
 *
 * @throws The signal's reason when it aborts.
 */
export async function measureSteps(
  config: Config,
  plan: MeasuredPlan,
  signal: AbortSignal,
): Promise<MeasuredSteps> {
  const networks = createNetworks(config, { dual: plan.method.dual, classes: plan.classes });
  const optimizers = createOptimizers(networks, config.optimizer);
  const precision = config.precision === "auto" ? fastestPrecision() : config.precision;
  const phases = planPhases(config, { ...plan, networks });
  using learner = new Learner(initialState({ networks, optimizers }, config.seed));
  using compiled = compilePhases({ config, phases, optimizers, precision });
  const measured = { config, learner, signal };
  let peakBytes = 0;
  for (const phase of compiled.phases) {
    peakBytes = Math.max(peakBytes, await memoryOf(phase, measured));
  }
  const fits = peakBytes <= (memoryRoom() ?? Infinity);
  let seconds = fits ? 0 : NaN;
  for (const phase of fits ? compiled.phases : []) {
    seconds += (phase.to - phase.from) * await secondsOf(phase, measured);
  }
  const parameters = sum(Object.values(networks).map(countParameters));
  return { steps: plan.totalSteps, seconds, peakBytes, fits, parameters };
}

interface Measured {
  readonly config: Config;
  readonly learner: Learner;
  readonly signal: AbortSignal;
}

async function memoryOf(
  { order, compute }: CompiledPhase,
  { config, learner }: Measured,
): Promise<number> {
  return await learner.use((state) =>
    compute.prepare(stepForm(config, { state, order })).peakBytes
  );
}

/** Returns the mean time of a step. */
async function secondsOf(
  { order, compute }: CompiledPhase,
  { config, learner, signal }: Measured,
): Promise<number> {
  // The step as a whole, which is computed in parts if it is configured so.
  const whole = { ...config, schedule: { ...config.schedule, accumulate: 1 } };
  let startedAt = performance.now();
  for (let step = 0; step <= TIMED_STEPS; step++) {
    signal.throwIfAborted();
    if (step === 1) startedAt = performance.now();
    const { state, ...metrics } = await learner.use(async (state) => {
      const { batch, schedule } = stepForm(whole, { state, order });
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
  return (performance.now() - startedAt) / 1000 / TIMED_STEPS;
}

/** Returns tensors of the same form, with values. */
function withZeros<Tree extends TensorTree>(form: Tree): Tree {
  return withTensors(form, tensorsOf(form).map(({ shape, dtype }) => tf.zeros(shape, dtype)));
}
