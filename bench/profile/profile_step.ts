import { of, tap } from "rxjs";
import {
  differentiate,
  type StepInput,
  type StepOutput,
  type TrainingStepOptions,
  update,
  type WithStatistics,
} from "../../operators/mod.ts";
import { device } from "../../runtime/device.ts";
import { disposeTree, mixedPrecision, type TensorTree, tidyTree } from "../../runtime/mod.ts";
import { OP_GROUPS, type OpGroup, opGroup, type StepPart } from "./op_group.ts";
import { TimingBinding } from "./timing_binding.ts";

/** Seconds by what they went into. */
export type StepProfile = Readonly<Record<OpGroup, number>>;

/** Steps that are not counted: they compile kernels. */
const WARM_UP = 1;

/** Steps that are averaged. */
const ROUNDS = 3;

/** A step that says which part of it begins; it begins with the forward pass. */
export type StepInParts<Input extends TensorTree> = (
  onPart: (part: StepPart) => void,
) => (input: Input) => TensorTree;

/**
 * Takes a step op by op on the processor and adds up the times of the ops by group. Op by op, each
 * op has all threads to itself, so the sum differs from the time of the compiled step; the shares
 * show where that goes.
 *
 * @throws {Error} If ops run on a GPU, which only queues them.
 */
export function profileStep<Input extends TensorTree>(
  stepInParts: StepInParts<Input>,
  input: Input,
): StepProfile {
  if (device().kind === "gpu") {
    throw new Error("Cannot profile a step as ops must run on the processor: current value is gpu");
  }
  const seconds = Object.fromEntries(OP_GROUPS.map((group) => [group, 0])) as Record<
    OpGroup,
    number
  >;
  let part: StepPart = "forward";
  let round = -WARM_UP;
  const { backend, binding } = device();
  const timing = new TimingBinding(binding, (op) => {
    if (round >= 0) seconds[opGroup(op, part)] += op.seconds / ROUNDS;
  });
  const step = stepInParts((next) => part = next);
  const outer = backend.binding;
  backend.binding = timing;
  try {
    for (; round < ROUNDS; round++) {
      part = "forward";
      disposeTree(step(input));
    }
  } finally {
    backend.binding = outer;
  }
  return seconds;
}

/** Returns the step of `trainingStep()` in its parts. */
export function trainingInParts<Result extends WithStatistics>(
  { pipeline, precision, ...options }: TrainingStepOptions<Result>,
): StepInParts<StepInput> {
  return (onPart) => {
    const differentiated = differentiate<Result>((source) =>
      source.pipe(pipeline, tap(() => onPart("backward")))
    );
    const updated = update<Result>(options);
    const step = (input: StepInput) =>
      tidyTree(() => {
        let output: StepOutput<Result> | undefined;
        of(input).pipe(differentiated, tap(() => onPart("update")), updated)
          .subscribe((value) => output = value);
        return output!;
      });
    return precision === "bf16" ? mixedPrecision(step) : step;
  };
}
