import { map, of, type OperatorFunction } from "rxjs";
import { tensorsOf, type TensorTree, tf, withTensors } from "../../runtime/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import { synchronousValue } from "./_synchronous_value.ts";
import { networksOf, type PerNetwork, type StepInput } from "./step_input.ts";

/** What a pipeline that is differentiated must emit: a scalar loss, and what else it likes. */
export type WithLoss = { readonly loss: tf.Scalar };

/** A step's input, what its pipeline emitted, and the gradients of the loss. */
export type Differentiated<Result> = StepInput & {
  readonly result: Result;
  /** For every parameter of every network, by its name. */
  readonly gradients: PerNetwork<Parameters>;
};

/**
 * Computes a result and the gradients of its loss. The tape frees intermediates, so all tensors of the
 * result are marked as kept while it runs and passed on as clones, which belong to the `tf.tidy`
 * around this.
 */
function resultAndGradients<Result extends WithLoss>(
  compute: () => Result,
  variables: tf.Tensor[],
): { result: Result; gradients: (tf.Tensor | undefined)[] } {
  const engine = tf.engine();
  const marked = new Set<tf.Tensor>();
  let result: Result;
  try {
    const { value, grads } = engine.gradients(
      () => {
        result = compute();
        // Tensors of another scope are somebody else's: the step's input, for example.
        const own = engine.state.activeScope.id;
        for (const tensor of tensorsOf(result as TensorTree)) {
          if (tensor.scopeId === own) marked.add(tf.keep(tensor));
        }
        return result.loss.clone();
      },
      variables,
      undefined,
      true,
    );
    value.dispose();
    const tree = result! as TensorTree;
    const clones = withTensors(tree, tensorsOf(tree).map((tensor) => tensor.clone()));
    return { result: clones as unknown as Result, gradients: grads };
  } catch (error) {
    // The way back would have freed what the tape saved for it.
    for (const { saved } of engine.state.activeTape ?? []) {
      for (const tensor of saved ?? []) tensor.dispose();
    }
    engine.state.activeTape = [];
    throw error;
  } finally {
    for (const tensor of marked) {
      tensor.kept = false;
      tensor.dispose();
    }
  }
}

/**
 * Runs a pipeline on each step and differentiates the loss it emits.
 *
 * ```text
 *  steps      ---s---------|
 *             differentiate(pipe(dualForward(…), confidenceGate(…), mergeLosses(…)))
 *  output     ---D---------|        D = s, the pipeline's result, the gradients
 * ```
 *
 * The pipeline is subscribed once for each step, under the gradient tape, and must emit one value
 * with a scalar `loss`, and complete, within that call. Any synchronous operators may stand in it; what
 * else they emit, in records and lists of tensors, comes out as `result`.
 *
 * Order, cancellation, completion: those of `map`; synchronous, reads no values, so it can be
 * compiled.
 * Errors: of the pipeline; a pipeline that emits nothing, twice or later is a TypeError, so is a
 * parameter that has no part in the loss.
 * Ownership: what it makes belongs to the `tf.tidy` around it; intermediates are freed here.
 */
export function differentiate<Result extends WithLoss>(
  pipeline: OperatorFunction<StepInput, Result>,
): OperatorFunction<StepInput, Differentiated<Result>> {
  return map((input) => {
    const variables = networksOf(input.state).flatMap((network) =>
      Object.entries(input.state[network]!.parameters)
        .map(([name, tensor]) => ({ network, name, tensor }))
    );
    const { result, gradients } = resultAndGradients(
      () => synchronousValue(of(input).pipe(pipeline), "the pipeline of a step"),
      variables.map(({ tensor }) => tensor),
    );
    const named: Record<keyof PerNetwork<unknown>, Record<string, tf.Tensor>> = {
      primary: {},
      auxiliary: {},
    };
    variables.forEach(({ network, name }, at) => {
      const gradient = gradients[at];
      if (gradient === undefined) {
        throw new TypeError(
          `Cannot differentiate the loss as it must depend on '${name}' of the ${network} model`,
        );
      }
      named[network][name] = gradient;
    });
    const perNetwork = input.state.auxiliary === undefined ? { primary: named.primary } : named;
    return { ...input, result, gradients: perNetwork };
  });
}
