import { overwrite } from "../../runtime/ops/mod.ts";
import { tensorsOf, type TensorTree, tidyTree, withTensors } from "../../runtime/mod.ts";
import type { TrainingState } from "./network_state.ts";

/** The part of a step's input and output that {@linkcode inPlace} works with. */
export type WithState = {
  /** All that the step replaces. */
  readonly state: TrainingState;
};

/**
 * Returns a step that writes the next state into the memory of the previous one.
 *
 * Only the step itself may use the tensors of the previous state; they must be disposed afterwards.
 * A state that keeps its memory leaves the memory of the device unfragmented. A compiled step that
 * fails leaves its state as it was.
 *
 * No two tensors of the state may share their memory, as clones do. What a step returns beside its
 * state must be computed: a tensor of the previous state, or a view of one, shows the next one.
 *
 * @example
 * ```ts
 * import { sgd } from "@actnetformer/deno/models";
 * import * as op from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 * import { pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = op.tinyNetworks();
 * const pipeline = pipe(op.dualForward({ primary }), op.mergeLosses());
 * const optimizer = { primary: sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => false }) };
 * const step = op.trainingStep({ pipeline, optimizer, maxGradientNorm: 40 });
 * const input = op.noiseStep({ primary });
 * disposeTree([input, op.inPlace(step)(input)]);
 * ```
 */
export function inPlace<Input extends WithState, Output extends WithState>(
  step: (input: Input) => Output,
): (input: Input) => Output {
  return (input) =>
    tidyTree(() => {
      const output = step(input);
      const { state, ...others } = output;
      const written = overwrite(
        tensorsOf(input.state),
        tensorsOf(state),
        tensorsOf(others as TensorTree),
      );
      return { ...output, state: withTensors(input.state, written) };
    });
}
