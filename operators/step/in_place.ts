import { overwrite } from "../../runtime/ops/mod.ts";
import { tensorsOf, type TensorTree, tf, withTensors } from "../../runtime/mod.ts";
import type { TrainingState } from "./step_input.ts";

/**
 * A step that writes the next state into the memory of the one before, whose tensors are to be disposed
 * and not used any more, other than with the step as it is. A state that stays where it is leaves the
 * device's memory in one piece. A compiled step that fails leaves its state as it was.
 *
 * No two tensors of the state may share their memory, as clones do.
 *
 * @example
 * ```ts ignore
 * const step = compile(inPlace(trainingStep({ pipeline, optimizer, maxGradientNorm: 40 })));
 * ```
 */
export function inPlace<Input extends WithState, Output extends WithState>(
  step: (input: Input) => Output,
): (input: Input) => Output {
  return (input) =>
    tf.tidy(() => {
      const { state, ...others } = step(input);
      const [before, next, rest] = [input.state, state, others as TensorTree].map(tensorsOf);
      const written = withTensors(input.state, overwrite(before!, next!, rest!));
      return { ...others, state: written } as unknown as tf.TensorContainer;
    }) as unknown as Output;
}

type WithState = { readonly state: TrainingState };
