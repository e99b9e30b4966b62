import { map, of, type OperatorFunction } from "rxjs";
import { tensorsOf, type TensorTree, tf } from "../../runtime/mod.ts";
import { isOfProjection, type Parameters } from "../../models/mod.ts";
import { mapTensors } from "./_map_tensors.ts";
import { synchronousValue } from "./_synchronous_value.ts";
import type { TrainingState } from "./network_state.ts";
import { mapNetworks, networksOf, type PerNetwork } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";

/** What a pipeline must emit to be differentiated: a scalar loss, and whatever else it may. */
export type WithLoss = {
  /** What is differentiated. */
  readonly loss: tf.Scalar;
};

/** A step's input, what its pipeline emitted, and the gradients of the loss. */
export type Differentiated<Result> = StepInput & {
  /** What the pipeline emitted. */
  readonly result: Result;
  /** For every parameter of every network that has a momentum, by its name. */
  readonly gradients: PerNetwork<Parameters>;
};

/**
 * Runs a pipeline on each step and differentiates the loss it emits.
 *
 * ```text
 *  steps      ---s---------|
 *             differentiate(pipe(dualForward(…), confidenceGate(…), mergeLosses(…)))
 *  output     ---D---------|        D = s, the pipeline's result, the gradients
 * ```
 *
 * The pipeline is subscribed once for each step, under the gradient tape. Within that call it must
 * emit one value with a scalar `loss` and complete. It may contain any synchronous operators;
 * whatever else they emit, in records and lists of tensors, is the `result`. Parameters without a
 * momentum are frozen: no gradient is computed for them. The gradient of a projection head that the
 * loss does not depend on is zero, as heads take part only in the steps that contrast.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source and of the pipeline; a TypeError for a pipeline that emits nothing, twice
 *   or later, and for another parameter that the loss does not depend on.
 * - Ownership: the tensors it emits belong to the surrounding `tf.tidy`; intermediate ones are
 *   freed here.
 *
 * @param pipeline From the step to its loss.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of, pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const networks = op.tinyNetworks();
 * tf.tidy(() => {
 *   of(op.noiseStep(networks))
 *     .pipe(op.differentiate(pipe(op.dualForward(networks), op.mergeLosses())))
 *     .subscribe(({ gradients }) => assert.ok("blocks.0.conv.weight" in gradients.primary));
 * });
 * ```
 */
export function differentiate<Result extends WithLoss>(
  pipeline: OperatorFunction<StepInput, Result>,
): OperatorFunction<StepInput, Differentiated<Result>> {
  return map((input) => {
    const parameters = parametersOf(input.state);
    const { result, gradients } = resultAndGradients(
      () => synchronousValue(of(input).pipe(pipeline), "the pipeline of a step"),
      parameters.map(({ tensor }) => tensor),
    );
    const named = parameters.map(({ network, name, tensor }, index) => {
      const unused = isOfProjection(name) ? tf.zerosLike(tensor) : undefined;
      const gradient = gradients[index] ?? unused;
      if (gradient === undefined) {
        throw new TypeError(
          `Cannot differentiate the loss as it must depend on '${name}' of the ${network} model`,
        );
      }
      return { network, name, gradient };
    });
    const gradientsOf = (network: keyof PerNetwork<unknown>) =>
      Object.fromEntries(
        named.filter((entry) => entry.network === network)
          .map(({ name, gradient }) => [name, gradient]),
      );
    return {
      ...input,
      result,
      gradients: mapNetworks(input.state, (_, network) => gradientsOf(network)),
    };
  });
}

/** Returns the parameters of all networks that are trained, in one list. */
function parametersOf(state: TrainingState) {
  return networksOf(state).flatMap((network) => {
    const { parameters, momentum } = state[network]!;
    return Object.entries(parameters)
      .filter(([name]) => name in momentum)
      .map(([name, tensor]) => ({ network, name, tensor }));
  });
}

/**
 * Computes a result and the gradients of its loss. The tape frees intermediate tensors, so all
 * tensors of the result are marked as kept while it runs and returned as clones, which belong to
 * the surrounding `tf.tidy`.
 */
function resultAndGradients<Result extends WithLoss>(
  compute: () => Result,
  parameters: tf.Tensor[],
): { readonly result: Result; readonly gradients: readonly (tf.Tensor | undefined)[] } {
  const engine = tf.engine();
  const results: Result[] = [];
  const marked = new Set<tf.Tensor>();
  try {
    const { value, grads } = engine.gradients(
      () => {
        const result = compute();
        results.push(result);
        // Tensors of another scope belong to the caller: the step's input, for example.
        const scope = engine.state.activeScope.id;
        for (const tensor of tensorsOf(result as TensorTree)) {
          if (tensor.scopeId === scope) marked.add(tf.keep(tensor));
        }
        return result.loss.clone();
      },
      parameters,
      undefined,
      true,
    );
    value.dispose();
    const [result] = results as [Result];
    const kept = mapTensors(result as TensorTree, (tensor) => tensor.clone()) as Result;
    return { result: kept, gradients: grads };
  } catch (error) {
    clearTape();
    throw error;
  } finally {
    for (const tensor of marked) {
      tensor.kept = false;
      tensor.dispose();
    }
  }
}

/** Frees what the tape saved for a backward pass that did not run. */
function clearTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) {
    for (const tensor of saved ?? []) tensor.dispose();
  }
  state.activeTape = [];
}
