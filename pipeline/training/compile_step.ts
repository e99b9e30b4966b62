import {
  accumulatedStep,
  inPlace,
  mapNetworks,
  type Merged,
  microSteps,
  type StepInput,
  type StepOutput,
  trainingStep,
  type TrainingStepOptions,
} from "../../operators/mod.ts";
import { compile, type FunctionMemory } from "../../runtime/mod.ts";

/** A training step as TensorFlow functions. */
export interface CompiledStep extends Disposable {
  (input: StepInput): Promise<StepOutput<Merged>>;
  /**
   * Traces the step before it is first taken, and returns how much memory it takes.
   *
   * @param input Only its form matters: that of a step, or of one micro-batch if it has several.
   */
  prepare(input: StepInput): FunctionMemory;
}

/** Options of {@linkcode compileStep}. */
export interface CompileStepOptions extends TrainingStepOptions<Merged> {
  /** Micro-batches of a step: `schedule.accumulate`. */
  readonly microBatches: number;
  /**
   * Runs each step: explains its failure if a worker is lost.
   *
   * @default it is called as it is
   */
  readonly guard?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined;
}

/**
 * Compiles a training step that updates the state {@linkcode inPlace}: one function, or, with
 * several micro-batches, one that accumulates gradients and one that applies them.
 */
export function compileStep({ guard, ...options }: CompileStepOptions): CompiledStep {
  const compiled = compileUnguarded(options);
  if (guard === undefined) return compiled;
  return Object.assign((input: StepInput) => guard(() => compiled(input)), {
    prepare: (input: StepInput) => compiled.prepare(input),
    [Symbol.dispose]: () => compiled[Symbol.dispose](),
  });
}

function compileUnguarded(
  { microBatches, ...options }: Omit<CompileStepOptions, "guard">,
): CompiledStep {
  if (microBatches === 1) return compile(inPlace(trainingStep(options)));
  const steps = microSteps({ ...options, microBatches });
  const accumulate = compile(steps.accumulate);
  const apply = compile(inPlace(steps.apply));
  const step = accumulatedStep<Merged>({ ...steps, accumulate, apply });
  return Object.assign(step, {
    prepare(input: StepInput): FunctionMemory {
      const { state, schedule } = input;
      const gradients = mapNetworks(state, ({ momentum }) => momentum);
      const statistics = mapNetworks(state, (network) => network.statistics);
      const memory = [
        accumulate.prepare({ ...input, gradients }),
        apply.prepare({ state, schedule, gradients, statistics, memory: state.memory ?? {} }),
      ];
      return { peakBytes: Math.max(...memory.map(({ peakBytes }) => peakBytes)) };
    },
    [Symbol.dispose]() {
      accumulate[Symbol.dispose]();
      apply[Symbol.dispose]();
    },
  });
}
