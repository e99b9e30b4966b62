import type { tf } from "../tfjs.ts";
import type { PartsMeeting } from "./_batch_norm_parameters.ts";
import type { OfRows } from "./batch_parts.ts";

/**
 * Returns what `combine` makes of the vectors of all parts of a batch that meet, or of these alone if
 * they are a whole batch's. No gradient passes.
 *
 * @param results Number of vectors that come of it.
 */
export function meet<Vectors extends tf.Tensor1D[], Results extends tf.Tensor1D[]>(
  meeting: PartsMeeting | undefined,
  own: OfRows<Vectors>,
  combine: (all: readonly OfRows<Vectors>[]) => Results,
  results: Results["length"],
): Results {
  if (meeting === undefined) return combine([own]);
  return meeting.parts.meet(meeting.name, own, combine, results);
}
