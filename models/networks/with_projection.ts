import { tf } from "../../runtime/mod.ts";
import { relu } from "../../runtime/ops/mod.ts";
import { classifierOf } from "./_classifier.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { modelOf } from "./_model_of.ts";
import {
  planProjection,
  type ProjectionLayer,
  projectionSpecs,
  projectionStatistics,
} from "./_projection_plan.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import type { ProjectionConfig } from "./projection_config.ts";

/**
 * Returns a network with a projection head beside its classifier: its passes also give
 * `projection`, made of the features that the classifier reads, before dropout. Callers normalize
 * it. The head's tensors follow the network's in the lists of the model, their names begin with
 * `contrast_head.`; all others draw the same initial values as without it.
 *
 * @throws {RangeError} If `layers` is empty or one of its values is not a positive integer.
 * @throws {TypeError} If the network has a projection head already.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, NAMED_CONFIGS, withProjection } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const body = createModel({ ...NAMED_CONFIGS.slow_r18, width: 4 });
 * const model = withProjection(body, { layers: [8, 6], normalized: false });
 * const clips = tf.zeros<tf.Rank.R5>([2, 1, 32, 32, 3]);
 * const { projection } = model.forward({ ...model.initialize(1), clips, training: false });
 * assert.deepEqual(projection!.shape, [2, 6]);
 * ```
 */
export function withProjection(model: Model, config: ProjectionConfig): Model {
  requireHead(model, config);
  const [classifier] = classifierOf(model);
  const [, features] = classifier.shape as [number, number];
  const plan = planProjection(config, features);
  return modelOf({
    ...model,
    projection: config,
    parameters: [...model.parameters, ...projectionSpecs(plan)],
    statistics: [...model.statistics, ...projectionStatistics(plan)],
    forward: (input) => forward(input, model, plan),
  });
}

function requireHead({ name, projection }: Model, { layers }: ProjectionConfig): void {
  if (layers.length === 0 || !layers.every((length) => Number.isInteger(length) && length > 0)) {
    throw new RangeError(
      "Cannot project features as 'layers' must be one or more positive integers: " +
        `current value is [${layers}]`,
    );
  }
  if (projection === undefined) return;
  throw new TypeError(
    `Cannot add a projection head to ${name} as it must have none: ` +
      `current value is [${projection.layers}]`,
  );
}

function forward(
  input: ForwardInput,
  model: Model,
  plan: readonly ProjectionLayer[],
): ForwardOutput {
  const { readOut, training, statistics } = input;
  let projection: tf.Tensor2D | undefined;
  const pass = new ForwardPass(input);
  const output = model.forward({
    ...input,
    readOut: {
      ...readOut,
      onPooled(pooled) {
        readOut?.onPooled?.(pooled);
        projection = project(pass, pooled, plan);
      },
    },
  });
  if (projection === undefined) {
    throw new TypeError(
      `Cannot project the features of ${model.name} as its forward pass must report them to ` +
        "'readOut.onPooled'",
    );
  }
  return {
    ...output,
    projection,
    statistics: training ? { ...output.statistics, ...pass.statistics } : statistics,
  };
}

function project(
  pass: ForwardPass,
  features: tf.Tensor2D,
  plan: readonly ProjectionLayer[],
): tf.Tensor2D {
  return plan.reduce((x, { linear, norm, isLast }) => {
    if (norm === undefined) {
      const y = pass.linear(x, linear);
      return isLast ? y : relu(y);
    }
    const y = asClips(tf.matMul(x, pass.parameter(`${linear}.weight`), false, true));
    const normalized = isLast
      ? pass.plainBatchNorm(y, norm, `${linear}.weight`)
      : pass.rectifiedBatchNorm(y, norm);
    return tf.reshape<tf.Rank.R2>(normalized, [x.shape[0], -1]);
  }, features);
}

/** [batch, features] as [batch, 1, 1, 1, features]. */
function asClips(x: tf.Tensor2D): tf.Tensor5D {
  const [batch, features] = x.shape;
  return tf.reshape(x, [batch, 1, 1, 1, features]);
}
