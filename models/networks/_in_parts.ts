import { tf } from "../../runtime/mod.ts";
import { BatchParts, type RowsOfBatch } from "../../runtime/ops/mod.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";

/**
 * Returns a forward pass that computes a batch in parts where `BatchParts.countFor` says so: each
 * by ops of its own, which meet the others' at the norms. The values are the same but for rounding.
 */
export function inParts(forward: Model["forward"]): Model["forward"] {
  return (input) => {
    const { clips, parts, readOut } = input;
    const needsWhole = readOut?.onFeatures !== undefined || readOut?.onAttention !== undefined;
    if (parts !== undefined || needsWhole) return forward(input);
    const count = BatchParts.countFor(clips.shape[0]);
    return count === 1 ? forward(input) : forwardParts(forward, input, count);
  };
}

/** What the pass of one part gives. */
interface PartOutput extends ForwardOutput {
  readonly pooled: readonly tf.Tensor2D[];
  readonly stages: readonly tf.Tensor5D[];
}

function forwardParts(
  forward: Model["forward"],
  input: ForwardInput,
  count: number,
): ForwardOutput {
  const [samples] = input.clips.shape;
  const sizes = Array.from({ length: count }, (_, index) => Math.ceil((samples - index) / count));
  const parts = new BatchParts(count);
  const rows = input.rows ?? { batch: samples, ranges: [{ start: 0, count: samples }] };
  let before = 0;
  const outputs = (tf.split(input.clips, sizes) as tf.Tensor5D[]).map((clips) => {
    const own = { clips, parts, rows: someRows(rows, before, clips.shape[0]) };
    before += clips.shape[0];
    return forwardPart(forward, { ...input, ...own });
  });
  const joined = <T extends tf.Tensor>(valuesOf: (output: PartOutput) => T): T =>
    tf.concat(outputs.map(valuesOf)) as T;
  const [{ pooled, stages, projection }] = outputs as [PartOutput];
  const { onPooled, onStages } = input.readOut ?? {};
  if (stages.length > 0) {
    onStages?.(stages.map((_, stage) => joined(({ stages }) => stages[stage]!)));
  }
  if (pooled.length > 0) onPooled?.(joined(({ pooled }) => pooled[0]!));
  return {
    logits: joined(({ logits }) => logits),
    features: joined(({ features }) => features),
    ...projection && { projection: joined(({ projection }) => projection!) },
    statistics: outputs.at(-1)!.statistics,
  };
}

/** Runs the pass of one part, and keeps what it reports if that is asked for. */
function forwardPart(
  forward: Model["forward"],
  { readOut, ...input }: ForwardInput,
): PartOutput {
  const pooled: tf.Tensor2D[] = [];
  const stages: tf.Tensor5D[] = [];
  const output = forward({
    ...input,
    readOut: readOut && {
      onPooled: readOut.onPooled && ((values) => pooled.push(values)),
      onStages: readOut.onStages && ((outputs) => stages.push(...outputs)),
    },
  });
  return { ...output, pooled, stages };
}

/** Returns where `count` samples are, from the one with number `from` among `rows`. */
function someRows({ batch, ranges }: RowsOfBatch, from: number, count: number): RowsOfBatch {
  const end = from + count;
  let before = 0;
  const own = ranges.map((range) => {
    const first = Math.max(from - before, 0);
    const last = Math.min(end - before, range.count);
    before += range.count;
    return { start: range.start + first, count: last - first };
  });
  return { batch, ranges: own.filter(({ count }) => count > 0) };
}
