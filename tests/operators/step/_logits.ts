import { map, of, type OperatorFunction } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import {
  type ByName,
  differentiate,
  type Forwarded,
  type HostValues,
  hostValues,
  mapNetworks,
  type Merged,
  type NetworkState,
  type PerNetwork,
  type StepInput,
  type ViewLogits,
} from "../../../operators/mod.ts";
import { scheduleOf } from "../_networks.ts";

/** Every view that a step with unlabeled clips has. */
export const ALL_VIEWS = ["labeled", "weak", "strong"] as const;

/** Returns logits of four classes that are confident of the given ones. */
export function sureOf(...classes: number[]): tf.Tensor2D {
  return tf.tensor2d(classes.map((sure) => [0, 1, 2, 3].map((index) => index === sure ? 9 : 0)));
}

/** Returns logits that are confident of nothing. */
export function unsure(clips: number): tf.Tensor2D {
  return tf.zeros([clips, 4]);
}

/**
 * Returns a step whose parameters are logits, so that the gradients of logits can be read. Views
 * that are not learned are kept with the statistics.
 */
export function stepOf(
  logits: PerNetwork<ViewLogits>,
  labels: number[],
  learned: readonly (keyof ViewLogits)[],
): StepInput {
  const isLearned = (view: string) => learned.some((name) => name === view);
  const stateOf = (views: ViewLogits): NetworkState => {
    const entries = Object.entries<tf.Tensor>(views);
    const parameters = entries.filter(([view]) => isLearned(view));
    return {
      parameters: Object.fromEntries(parameters),
      statistics: Object.fromEntries(entries.filter(([view]) => !isLearned(view))),
      momentum: Object.fromEntries(
        parameters.map(([view, tensor]) => [view, tf.zerosLike(tensor)]),
      ),
    };
  };
  return {
    state: mapNetworks(logits, stateOf),
    batch: {
      labeled: { primary: tf.zeros([labels.length, 1, 1, 1, 3]) },
      labels: tf.tensor1d(labels, "int32"),
      randomSeed: tf.tensor1d([0, 0], "int32"),
    },
    schedule: scheduleOf(0, 2),
  };
}

/** Returns the parameters of a step of {@linkcode stepOf} as the logits of its networks. */
export function forwardedOf(step: StepInput): Forwarded {
  const logits = mapNetworks(
    step.state,
    ({ parameters, statistics }) => ({ ...parameters, ...statistics }) as ViewLogits,
  );
  const byBranch = logits as ByName<ViewLogits>;
  const none = { projections: { primary: {} }, stages: { primary: {} } };
  return { ...step, ...none, logits: byBranch, statistics: { primary: {} } };
}

/** Replaces `dualForward()`. */
export const logitsAsParameters: OperatorFunction<StepInput, Forwarded> = map(forwardedOf);

/** The result of a pipeline, and the gradients of the logits. */
export interface Outcome {
  readonly result: HostValues<Merged>;
  readonly gradients: PerNetwork<Readonly<Record<string, Float32Array>>>;
}

/** Runs and differentiates a pipeline. */
export function outcomeOf(step: StepInput, pipeline: OperatorFunction<StepInput, Merged>): Outcome {
  const outcomes: Outcome[] = [];
  const errors: unknown[] = [];
  of(step).pipe(differentiate(pipeline)).subscribe({
    next: ({ result, gradients }) =>
      outcomes.push({
        result: hostValues(result),
        gradients: mapNetworks(gradients, (named) =>
          hostValues(named) as Record<string, Float32Array>),
      }),
    error: (error) => errors.push(error),
  });
  if (errors.length > 0) throw errors[0];
  const [outcome] = outcomes as [Outcome];
  return outcome;
}

/** Runs an operator on one value and returns the error it fails with. */
export function errorOf<In>(input: In, operator: OperatorFunction<In, unknown>): unknown {
  const errors: unknown[] = [];
  of(input).pipe(operator).subscribe({ error: (error) => errors.push(error) });
  return errors[0];
}
