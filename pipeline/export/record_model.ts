import type { ModelState } from "../../models/mod.ts";
import { normalizeLevels } from "../../operators/mod.ts";
import { type RecordedGraph, recordGraph, shapeOnly, tf } from "../../runtime/mod.ts";
import type { AnsweringModel } from "./describe_model.ts";
import type { ExportedInput, ExportFacts } from "./export_facts.ts";
import { openBatch, RECORDED_BATCHES } from "./open_batch.ts";
import { simplifyGraph } from "./simplify_graph.ts";

/** A network that answers, and what it has learned. */
export interface TrainedModel extends AnsweringModel {
  /** Its weights, which stay the caller's. */
  readonly state: ModelState;
}

/**
 * Records what trained networks compute of clips of any number, in float32: from levels to logits
 * and probabilities, under the names that `facts` gives. TensorFlow must have been started.
 *
 * @param networks As many as `facts` has inputs, in their order.
 */
export function recordModel(
  networks: readonly TrainedModel[],
  { inputs, outputs }: Pick<ExportFacts, "inputs" | "outputs">,
): RecordedGraph {
  const compute = (clips: Readonly<Record<string, tf.Tensor>>) => {
    const logits = networks.map((network, index) => {
      const input = inputs[index]!;
      return logitsOf(network, clips[input.name] as tf.Tensor5D, input);
    });
    const results = [...logits, meanProbabilities(logits)];
    return Object.fromEntries(results.map((result, index) => [outputs[index]!, result]));
  };
  const [first, second] = RECORDED_BATCHES.map((batch) =>
    simplifyGraph(recordGraph(compute, clipsOf(inputs, batch)))
  );
  return openBatch(first!, second!);
}

function clipsOf(inputs: readonly ExportedInput[], batch: number): Record<string, tf.Tensor> {
  return Object.fromEntries(inputs.map(({ name, shape: [, ...extents] }) => {
    return [name, shapeOnly<tf.Rank.R5>([batch, ...extents])];
  }));
}

function logitsOf(
  { model, state }: TrainedModel,
  levels: tf.Tensor5D,
  { normalization }: ExportedInput,
): tf.Tensor2D {
  const clips = normalizeLevels(levels, normalization);
  return model.forward({ ...state, clips, training: false }).logits;
}

function meanProbabilities(logits: readonly tf.Tensor2D[]): tf.Tensor {
  const probabilities = logits.map((values): tf.Tensor => tf.softmax(values));
  const sum = probabilities.reduce((total, values) => tf.add(total, values));
  return logits.length === 1 ? sum : tf.div(sum, logits.length);
}
