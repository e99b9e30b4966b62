import {
  accumulatedStep,
  inPlace,
  type Merged,
  microSteps,
  type StepInput,
  type StepOutput,
  trainingStep,
  type TrainingStepOptions,
} from "../../operators/mod.ts";
import { compile, type TensorTree } from "../../runtime/mod.ts";

/** A training step as TensorFlow functions. */
export interface CompiledStep extends Disposable {
  (input: StepInput): Promise<StepOutput<Merged>>;
}

/** Options of {@linkcode compileStep}. */
export interface CompileStepOptions extends TrainingStepOptions<Merged> {
  /** Micro-batches of a step: `schedule.accumulate`. */
  readonly microBatches: number;
}

/** Compiles a training step, which works {@linkcode inPlace}: one function, or with more than one part a function for either half. */
export function compileStep({ microBatches, ...options }: CompileStepOptions): CompiledStep {
  if (microBatches === 1) return compiled(inPlace(trainingStep(options)));
  const { accumulate, apply } = microSteps({ ...options, microBatches });
  const forwardAndBack = compiled(accumulate);
  const update = compiled(inPlace(apply));
  const step = accumulatedStep<Merged>({ microBatches, accumulate: forwardAndBack, apply: update });
  return Object.assign(step, {
    [Symbol.dispose]() {
      forwardAndBack[Symbol.dispose]();
      update[Symbol.dispose]();
    },
  });
}

/** `compile()` for functions whose types say more than that they work on trees of tensors. */
function compiled<Input, Output>(work: (input: Input) => Output) {
  const tree = compile(work as unknown as (input: TensorTree) => TensorTree);
  return tree as unknown as ((input: Input) => Promise<Output>) & Disposable;
}
