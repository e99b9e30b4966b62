import { tf } from "../../../../runtime/mod.ts";
import { argMax, softmax } from "../_plain.ts";
import type { Matrix } from "../_term.ts";

/** The confidence from which a label counts. */
export const THRESHOLD = 0.6;

/** The indices of a batch in reverse order. */
export function reversed(clips: number): tf.Tensor1D {
  return tf.range(clips - 1, -1, -1, "int32");
}

/** SVFormer's targets and weights of clips that were mixed with the batch in reverse order. */
export function plainTargets(teacher: Matrix, share: number) {
  const probabilities = teacher.map(softmax);
  const isConfident = probabilities.map((row) => Math.max(...row) >= THRESHOLD);
  const own = probabilities.map((row, clip) =>
    isConfident[clip] ? row.map((_, label) => Number(label === argMax(row))) : row
  );
  const partnerOf = (clip: number) => teacher.length - 1 - clip;
  return {
    targets: own.map((row, clip) =>
      row.map((value, label) => share * value + (1 - share) * own[partnerOf(clip)]![label]!)
    ),
    weights: own.map((_, clip) =>
      share * Number(isConfident[clip]) + (1 - share) * Number(isConfident[partnerOf(clip)])
    ),
  };
}
