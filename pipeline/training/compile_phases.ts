import { type CompiledStep, compileStep } from "./compile_step.ts";
import type { Phase } from "./phase.ts";
import type { TrainingRun } from "./training_run.ts";

/** A phase together with its compiled training step. */
export interface CompiledPhase extends Phase {
  readonly compute: CompiledStep;
}

/** The compiled phases of a run, one after the other. Dispose them when no step is under way. */
export interface CompiledPhases extends Disposable {
  readonly phases: readonly CompiledPhase[];
}

/** What a run's steps are compiled from. */
export type CompilablePhases = Pick<
  TrainingRun,
  "config" | "phases" | "optimizers" | "precision"
>;

/** Compiles the training step of each phase of a run; a step is traced when it is first taken. */
export function compilePhases(
  { config, phases, optimizers, precision }: CompilablePhases,
): CompiledPhases {
  const { maxGradientNorm, emaDecay } = config.optimizer;
  const compiled = phases.map((phase): CompiledPhase => ({
    ...phase,
    compute: compileStep({
      pipeline: phase.pipeline,
      precision,
      optimizer: optimizers,
      maxGradientNorm,
      microBatches: config.schedule.accumulate,
      emaDecay: emaDecay !== undefined && phase.isAverageCopy ? 0 : emaDecay,
    }),
  }));
  return {
    phases: compiled,
    [Symbol.dispose]() {
      for (const { compute } of compiled) compute[Symbol.dispose]();
    },
  };
}
