import { pipe } from "rxjs";
import { amongWorkers } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { TrainingWorkers } from "../workers/training_workers.ts";
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
export type CompilablePhases =
  & Pick<TrainingRun, "config" | "phases" | "optimizers" | "precision">
  & Partial<Pick<TrainingRun, "workers">>;

/** Compiles the training step of each phase of a run; a step is traced when it is first taken. */
export function compilePhases(
  { config, phases, optimizers, precision, workers }: CompilablePhases,
): CompiledPhases {
  const { maxGradientNorm, emaDecay } = config.optimizer;
  const compiled = phases.map((phase): CompiledPhase => ({
    ...phase,
    compute: compileStep({
      ...shareOf(workers, { config, phase }),
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

/** What {@linkcode shareOf} divides. */
interface DividedPhase {
  readonly config: Config;
  readonly phase: Phase;
}

/** Returns a phase's pipeline, and how its steps become those of all workers if there are several. */
function shareOf(
  all: TrainingWorkers | undefined,
  { config: { workers }, phase: { pipeline, from } }: DividedPhase,
) {
  if (!all?.areSeveral) return { pipeline };
  const { group } = all;
  // Other phases have other terms of the loss, and other clips.
  const named = group.named(`step ${from + 1}`);
  return {
    pipeline: pipe(amongWorkers({ workers: named, ...workers }), pipeline),
    workers: named,
    guard: <T>(work: () => Promise<T>) => group.guard(work),
    gradientExchange: { precision: workers.gradients },
  };
}
