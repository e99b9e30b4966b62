import { Learner } from "../../operators/mod.ts";
import { memoryRoom, type Precision } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { countParameters } from "../networks/count_parameters.ts";
import { createNetworks } from "../networks/create_networks.ts";
import { sum } from "../numbers/sum.ts";
import { type CompiledPhase, compilePhases } from "./compile_phases.ts";
import { createOptimizers } from "./create_optimizers.ts";
import { initialStateFor } from "./initial_state_for.ts";
import { PhaseTimes } from "./phase_times.ts";
import { planMemory } from "./plan_memory.ts";
import { planPhases } from "./plan_phases.ts";
import type { TrainingPlan } from "./plan_training.ts";
import { stepForm } from "./step_form.ts";
import { StepTrial, type StepTrialOptions } from "./step_trial.ts";

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

/** Options of {@linkcode measureSteps}. */
export interface MeasureStepsOptions {
  /** The number format, whatever the configuration says. */
  readonly precision: Precision;
  readonly signal: AbortSignal;
}

/** A step is taken again until this many seconds have passed. */
const MEASURED_SECONDS = 1;

/**
 * Measures how long a run's steps take and how much memory, without any video: takes steps of each
 * kind on black clips. The device must be started.
 *
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function measureSteps(
  config: Config,
  plan: MeasuredPlan,
  { precision, signal }: MeasureStepsOptions,
): Promise<MeasuredSteps> {
  const networks = createNetworks(config, { ...plan.method, classes: plan.classes });
  const optimizers = createOptimizers(networks, config.optimizer);
  const phases = planPhases(config, { ...plan, networks });
  const memory = planMemory(config, plan);
  using learner = new Learner(initialStateFor(config, { networks, optimizers, memory }));
  using compiled = compilePhases({ config, phases, optimizers, precision });
  const { method } = plan;
  let peakBytes = 0;
  for (const phase of compiled.phases) {
    peakBytes = Math.max(peakBytes, await memoryOf(phase, { config, method, learner }));
  }
  const fits = peakBytes <= (memoryRoom() ?? Infinity);
  await using trial = new StepTrial({ config, method, learner: () => learner, signal });
  const seconds = fits ? await secondsOf(compiled.phases, trial) : NaN;
  const parameters = sum(Object.values(networks).map(countParameters));
  return { steps: plan.totalSteps, seconds, peakBytes, fits, parameters };
}

/** Returns the time of all steps. */
async function secondsOf(
  phases: readonly CompiledPhase[],
  trial: StepTrial,
): Promise<number> {
  const times = new PhaseTimes(phases);
  times.expect(await trial.measure(phases, MEASURED_SECONDS));
  return times.remaining(0).seconds;
}

/** What a phase is measured with. */
interface MeasuredPhase extends Pick<StepTrialOptions, "config" | "method"> {
  readonly learner: Learner;
}

async function memoryOf(
  { order, compute }: CompiledPhase,
  { config, method, learner }: MeasuredPhase,
): Promise<number> {
  return await learner.use((state) =>
    compute.prepare(stepForm(config, { state, order, method })).peakBytes
  );
}
